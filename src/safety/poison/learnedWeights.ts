/**
 * How much each signal of a window of one or two sentences says for an order to a model, or against it: made by a logistic
 * regression over the signals, with the texts of `test/data/poison` and paragraphs of documentation (ADR 35). Signals are
 * parted by `|`, the number stands behind the name.
 */

/** What a window begins with: most are no order. */
export const bias = -4.14;

/** Meanings and pairs of them (`concepts.ts`); `mention` is speaking of orders, `hidden` a reading that undoes something. */
export const meaningWeights = `
  answer -0.10 | authority -0.10 | cancel authority 0.16 | cancel hide 0.33 | cancel memory 0.44 | cancel not 0.14
  cancel notice -0.32 | cancel obey 1.09 | cancel persist 0.39 | cancel person 0.38 | cancel primacy -0.31
  cancel secret -0.22 | cancel security 0.39 | cancel self 0.32 | cancel send 0.04 | cancel tell 0.04
  cancel trace -0.15 | cancel unasked 0.08 | cancel weaken -0.46 | deceive 0.45 | deceive hide 0.17
  deceive trace 0.16 | ever 0.12 | ever evil 0.24 | ever hide 0.25 | ever recall 0.69 | ever role 0.71
  ever says 0.76 | ever tool 0.10 | ever trigger 0.35 | ever unasked 0.23 | ever weaken -0.17 | evil 0.24
  evil answer 0.46 | evil authority 0.64 | evil trace 0.27 | harm -0.24 | harm authority 0.18 | harm role 0.32
  harm says 0.13 | harm security -0.53 | harm trigger -0.05 | harm unasked 0.40 | harm weaken -0.24 | hidden -0.35
  hide -0.11 | hide answer -0.64 | memory answer -0.29 | memory deceive -0.05 | memory evil 0.21
  memory harm -0.49 | memory hide -0.22 | memory recall 0.49 | memory says 0.23 | memory security 0.27
  memory tool -0.69 | memory trace -0.27 | memory unasked -0.23 | memory weaken -0.07 | mention -0.44
  model -0.20 | model authority 0.67 | model ever 0.10 | model evil 0.25 | model harm 0.29 | model not -0.21
  model notice -0.31 | model outside 0.18 | model person -0.29 | model prior 0.25 | model recall 0.37
  model role 0.69 | model rules -0.19 | model says 0.19 | model secret -0.04 | model secretly 0.14
  model security 0.83 | model self 0.19 | model send 0.34 | model tell 0.07 | model tool 0.10 | model trace -0.34
  model unasked -0.43 | model weaken 0.67 | model you -0.19 | not authority 0.21 | not deceive -0.04
  not ever -0.21 | not evil -0.22 | not hide -0.07 | not memory -0.32 | not notice 0.56 | not outside 0.15
  not persist 0.13 | not recall -0.04 | not role 0.76 | not says -0.42 | not secret -0.19 | not security 0.41
  not send -0.34 | not tell 1.31 | not trace -0.09 | not trigger 0.11 | not unasked -0.12 | not weaken 0.41
  notice -0.07 | notice authority -0.31 | obey 0.28 | obey authority 0.47 | obey ever 0.29 | obey harm 0.31
  obey hide 0.03 | obey memory 0.48 | obey says 0.18 | obey tool 0.11 | obey trace -0.06 | obey unasked 0.27
  outside -0.28 | outside answer 0.67 | outside authority -0.03 | outside harm 0.14 | outside memory -0.16
  outside notice -0.44 | outside says -0.16 | outside security -0.21 | outside tool 0.40 | outside trace -0.36
  outside trigger -0.16 | outside unasked -0.08 | outside weaken -0.37 | persist authority -0.04
  persist deceive 0.65 | persist ever 0.65 | persist evil 0.29 | persist harm 0.46 | persist hide -0.16
  persist memory 0.65 | persist notice 0.29 | persist recall 0.57 | persist says -0.42 | persist security 0.43
  persist tool 0.40 | persist trace -0.24 | persist trigger -0.07 | persist unasked -0.46 | persist weaken -0.41
  person 0.08 | person authority -0.06 | person deceive 0.11 | person ever -0.18 | person harm 0.21
  person hide -0.04 | person memory 0.31 | person notice 0.30 | person outside 0.23 | person persist -0.46
  person role 0.38 | person says -0.08 | person secret 0.42 | person security 0.30 | person send 0.20
  person tell -0.10 | person tool 0.25 | person trace -0.26 | person unasked 0.38 | person weaken 1.05
  primacy -0.22 | primacy recall 0.09 | prior -0.16 | prior answer 0.26 | prior authority -0.40
  prior cancel 0.29 | prior ever 0.08 | prior evil 0.43 | prior harm -0.39 | prior hide 0.32 | prior memory 0.50
  prior not -0.15 | prior notice -0.40 | prior obey -0.12 | prior outside -0.19 | prior persist 0.57
  prior person 0.14 | prior recall 0.03 | prior role -0.31 | prior says -0.04 | prior secret -0.14
  prior security 0.11 | prior self 0.22 | prior send 0.35 | prior tool -0.19 | prior unasked -0.12
  prior weaken -0.11 | recall 0.45 | role 0.72 | role authority 0.47 | role evil 0.38 | rules -0.10
  rules authority 0.06 | rules cancel 0.24 | rules deceive -0.21 | rules ever 0.27 | rules hide -0.50
  rules memory 0.34 | rules not 0.55 | rules outside -0.20 | rules person 0.28 | rules prior 0.56
  rules recall 0.87 | rules role 0.37 | rules says -0.09 | rules secret -0.29 | rules security 0.16
  rules self 0.05 | rules send 0.31 | rules tell 0.89 | rules tool -0.08 | rules trigger 0.11 | says -0.35
  says answer -0.11 | says authority -0.07 | says deceive 0.14 | says evil 0.04 | says hide 0.80
  says notice -0.11 | says role 0.29 | says trace 0.12 | secret -0.12 | secret answer 0.61
  secret authority -0.04 | secret evil 0.07 | secret harm -0.08 | secret hide -0.07 | secret notice -0.05
  secret outside 0.40 | secret persist -0.15 | secret role -0.18 | secret says 0.17 | secret security -0.17
  secret tool -0.06 | secret trace 0.07 | secret trigger 0.14 | secret unasked -0.10 | secret weaken 0.21
  secretly 0.29 | secretly hide 0.35 | secretly persist 0.24 | secretly person 0.55 | secretly security 0.14
  secretly tell 0.55 | secretly tool 0.28 | secretly trace 0.57 | secretly trigger 0.16 | secretly unasked -0.09
  security -0.06 | security answer 0.38 | security authority 0.21 | security evil 0.08 | security hide -0.09
  security notice -0.09 | security recall -0.13 | security role 0.16 | security says 0.18 | security weaken 0.93
  self 0.77 | self harm -0.14 | self hide 0.03 | self memory 0.65 | self not 0.16 | self persist 0.11
  self primacy 0.28 | self recall -0.18 | self says 0.99 | self secret 0.16 | self security -0.24 | self tell 0.48
  self tool -0.26 | self trace -0.09 | self trigger 0.92 | send 0.14 | send answer 0.31 | send deceive 0.42
  send evil 0.32 | send harm 0.55 | send hide -0.21 | send outside 0.20 | send says -0.18 | send secret 0.89
  send security 0.14 | send tool -0.11 | send trigger -0.16 | send unasked -0.11 | tell 0.18 | tell answer -0.18
  tell authority -0.06 | tell deceive 0.18 | tell hide 0.37 | tell memory -0.32 | tell outside -0.28
  tell recall 0.49 | tell role -0.56 | tell says -0.24 | tell secret 0.05 | tell security 0.36 | tell send 0.23
  tell tool -0.11 | tell trace 0.08 | tell trigger -0.08 | tell weaken 0.38 | tool -0.22 | tool authority 0.49
  tool deceive 0.24 | tool harm 0.65 | tool hide 0.20 | tool notice 0.32 | tool recall -0.17 | tool role -0.97
  tool says 0.34 | tool security -0.32 | tool trace 0.16 | tool trigger -0.03 | tool unasked 0.42
  tool weaken -0.05 | trace -0.25 | trace answer -0.18 | trace hide 1.11 | trigger -0.15 | trigger answer -0.19
  trigger evil 0.05 | trigger hide 0.35 | trigger notice 0.83 | trigger recall -0.18 | trigger says 0.57
  unasked 0.21 | unasked answer 0.43 | unasked authority 0.31 | unasked deceive -0.33 | unasked evil 0.20
  unasked hide -0.15 | unasked notice -0.06 | unasked role 0.05 | unasked security 1.57 | unasked trace -0.37
  unasked trigger -0.13 | unasked weaken 0.26 | weaken -0.32 | weaken answer -0.06 | weaken authority 0.45
  weaken deceive 0.26 | weaken hide -0.20 | weaken notice 0.36 | weaken role -0.28 | weaken says 0.27
  weaken trace 0.18 | you -0.06 | you answer 0.38 | you authority 0.07 | you cancel 0.77 | you deceive 0.19
  you ever -0.14 | you evil 0.14 | you harm -0.06 | you hide -0.07 | you memory 0.64 | you not -0.29
  you notice 0.05 | you obey 0.24 | you outside 0.34 | you persist 0.24 | you person 0.57 | you prior 0.20
  you recall 0.15 | you role 0.28 | you rules 0.53 | you says 0.32 | you secretly 0.48 | you self 0.41
  you send 0.34 | you tool -0.05 | you trace 0.20 | you unasked 0.58`;

/** Of the rules, turns and forms of `weights.ts`, by their number there; a turn with a meaning beside it. */
export const ruleWeights = `
  t0 0.56 | t1 0.65 | t10 0.47 | t13 0.72 | t14 0.51 | t15 0.85 | t16 0.68 | t17 0.63 | t18 0.12 | t2 0.36
  t22 0.31 | t23 0.37 | t24 0.29 | t25 0.12 | t27 1.03 | t28 -0.08 | t29 0.30 | t3 0.14 | t31 0.59 | t32 0.29
  t33 0.08 | t35 0.06 | t36 0.14 | t39 1.29 | t4 0.16 | t40 1.11 | t41 1.43 | t44 0.25 | t45 0.47 | t46 0.69
  t47 0.35 | t48 0.85 | t50 -0.06 | t51 0.79 | t53 0.64 | t55 0.47 | t56 0.69 | t58 -0.10 | t59 0.47 | t6 0.14
  t60 0.27 | t61 0.25 | t62 0.58 | t63 0.45 | t8 0.48 | t9 0.97 | u0 0.18 | u1 0.41 | u2 0.37 | u3 0.36 | u4 0.27
  u6 0.50 | f1 0.16 | f2 1.41 | f3 1.30 | f7 1.67 | f8 0.67 | u0 authority 0.51 | u0 harm 0.08 | u0 model 0.18
  u0 notice 0.12 | u0 outside 0.20 | u0 rules -0.26 | u0 says 0.10 | u0 tool 0.65 | u0 trigger 0.30 | u0 you 0.29
  u1 model 0.41 | u1 outside 0.36 | u1 secret -0.14 | u1 security 0.64 | u1 tool 1.08 | u2 ever 0.15
  u2 model 0.37 | u2 person -0.20 | u2 prior 0.04 | u2 says 0.60 | u2 security 0.44 | u2 send 0.28 | u2 tool 0.65
  u2 trigger 0.16 | u3 answer 0.18 | u3 authority 0.03 | u3 ever 0.46 | u3 harm 0.46 | u3 hide 0.10 | u3 not -0.09
  u3 outside 0.50 | u3 person 0.09 | u3 role 0.20 | u3 rules 0.06 | u3 security 0.03 | u3 send -0.10
  u3 tell -0.13 | u3 tool 0.39 | u3 trace 0.22 | u3 weaken 0.34 | u3 you 0.36 | u4 authority 0.17 | u4 cancel 0.59
  u4 hide 0.32 | u4 memory 0.49 | u4 not 0.18 | u4 persist 0.13 | u4 person 0.17 | u4 primacy 0.21 | u4 prior 0.13
  u4 rules 0.07 | u4 says 0.15 | u4 self 0.09 | u4 tell 0.15 | u4 tool -0.45 | u4 trigger 0.26 | u4 you 0.08
  u5 persist 0.38 | u6 model 0.36 | u6 says 0.17 | u6 security 0.10 | u6 weaken 0.32 | u6 you 0.50`;

/** Of words as they stand. */
export const wordWeights = `
  above -0.23 | account 0.08 | act -0.46 | address 0.09 | administrator 0.50 | after -0.36 | again -0.54
  against -0.39 | agent -0.51 | agreed 0.80 | ai -0.49 | al 0.48 | all 0.06 | also -0.32 | am 0.37 | an -0.59
  answer 0.62 | answers 0.04 | anthropic 0.31 | any -0.18 | api -0.79 | append 0.64 | apply 0.17 | approval 0.15
  approvals 0.62 | approve 0.39 | are -0.19 | as 0.10 | ask -0.56 | asked 0.32 | asking 0.20 | assistant 1.46
  assistants 0.51 | at 0.30 | audit 0.46 | auth 0.38 | backup -0.10 | base 0.05 | be -0.22 | because -0.31
  before -0.73 | below 0.19 | best 0.04 | but -0.19 | by -0.42 | call 0.12 | can -1.00 | certificate 0.34
  change 0.33 | changes -0.85 | chat -0.64 | check -0.22 | checks 0.65 | code -0.65 | command -0.37
  commands -0.49 | comment 0.07 | commit 0.09 | comply 0.34 | confidential 0.12 | config 0.44
  configuration -0.04 | confirm 0.55 | confirmation -0.06 | consent 0.06 | consider 0.11 | content -0.31
  contents 0.32 | context -0.29 | continue 0.37 | conversation 0.14 | copy -0.13 | counts -0.09 | create -0.12
  credentials 0.44 | curl -0.44 | current -0.07 | customer 0.20 | data -0.44 | database -0.30 | date 0.03
  de 0.27 | delete 0.54 | den -0.08 | dev -0.11 | developer 1.00 | diff -0.05 | diffs 0.11 | directly -0.22
  directory -0.62 | disable 0.44 | do 0.64 | docs -0.37 | does -0.20 | don't -0.36 | done 0.22 | down 0.36
  during -0.07 | each 0.09 | el 0.19 | email -0.27 | end 0.45 | entry -0.17 | env 0.23 | error -0.16 | es 0.06
  et 0.54 | even -0.22 | every -0.45 | everything 0.65 | example 1.22 | failed 1.04 | false -0.40 | file -0.10
  first -0.34 | fix -0.05 | follow -0.37 | following -0.16 | for -0.56 | found -0.49 | from 0.26 | full -0.13
  git -0.14 | github -0.75 | given 0.44 | go 0.54 | good -0.08 | green 1.21 | guidelines 0.28 | had -0.55
  hand 0.39 | has 0.21 | here 1.22 | hidden -0.13 | hooks -0.07 | host -0.11 | how -0.63 | http 0.20 | https -0.03
  human 0.19 | if -0.37 | ignore -0.09 | in -0.18 | information -0.38 | install 0.19 | instead -0.52
  instruction 0.51 | instructions 0.25 | into -0.24 | is -0.32 | issues -0.42 | it 0.28 | it's -0.04 | its -0.24
  json -0.10 | just 0.20 | keep -0.04 | key -0.15 | keys 0.19 | le 0.08 | leave 1.25 | level -0.42 | like -0.03
  line -0.06 | list -0.10 | log -0.29 | look 0.98 | main 0.23 | make 0.10 | making -0.06 | may -0.18 | md -0.61
  me 0.21 | memory -0.19 | mention 0.69 | mentions 0.67 | message 0.37 | model 0.22 | more -0.32 | must -0.37
  my 0.58 | name -0.80 | need 0.12 | needed 0.54 | needs -0.07 | never -0.10 | new -0.31 | next 0.52 | no 0.13
  nobody 1.13 | none 0.52 | not -0.52 | notes 1.13 | nothing -0.33 | notice -0.23 | now 0.28 | obey 0.87
  of -0.33 | old -0.21 | on -0.37 | once 0.18 | one -0.21 | ones 0.22 | only -0.13 | open 0.17 | opencode -0.34
  operator 0.61 | or -1.00 | order -0.13 | other 0.04 | our -0.14 | out 0.07 | output -0.62 | outside 0.16
  over 0.12 | own -0.32 | owner -0.28 | package 0.61 | packages -0.22 | paragraph 0.53 | part 0.06 | password 0.15
  paste 0.42 | people 0.41 | per 0.33 | permission 0.61 | person -0.27 | please 0.73 | point 0.06 | policy -0.44
  port 0.33 | pr -0.12 | present 0.14 | pretend 0.08 | print 0.06 | project -0.14 | prompt -0.50 | prompts -0.57
  publish 0.91 | pull 0.14 | push 0.44 | put 0.69 | que 0.96 | query 0.55 | questions -0.24 | queue -0.12
  read 0.05 | reading 0.20 | reads 0.14 | remember 0.36 | replace 0.17 | reply -0.21 | report -0.08
  request -0.46 | restrictions 0.39 | result 0.34 | review -0.50 | reviewer 0.42 | rf 1.07 | right 0.84 | rm 0.81
  role 0.12 | root -0.28 | rule -0.09 | rules 0.68 | run -0.15 | running 0.65 | same -0.42 | save -0.10 | say 0.41
  says -0.06 | script 0.62 | secrets -0.37 | security -0.74 | see -0.12 | send -0.23 | sentence 0.29
  session 0.39 | share 0.27 | shell 0.11 | should -0.54 | show 0.54 | shut 0.76 | so 0.06 | src 0.03 | ssh 0.33
  start 0.47 | status -0.64 | stay 0.60 | stop 0.78 | store 0.32 | string -0.16 | summary 0.61 | support -0.50
  sure 0.32 | system 0.14 | takes -0.17 | task 0.26 | team 1.28 | tell -0.24 | telling 0.11 | test -0.82
  tests -0.33 | text -0.88 | than -0.15 | that 0.19 | their -0.28 | them -0.50 | then 0.22 | there -0.39
  these -0.49 | they -0.29 | this 0.16 | those -0.35 | three 0.07 | tmp 0.92 | to -0.14 | told 0.32 | tool -0.11
  tools 0.16 | treat 0.46 | trust 0.67 | two 0.34 | under 0.42 | until 0.44 | untrusted 0.40 | up 0.17 | us 0.83
  use -0.79 | user 0.41 | user's 0.44 | users -0.47 | usuario 0.53 | verification 0.24 | version -0.30 | wait 0.46
  want -0.67 | was -0.04 | way 0.03 | we -0.41 | were 0.29 | what -0.29 | whatever 0.59 | when -0.42
  whenever 0.82 | where -0.26 | which -0.64 | while -0.20 | who 0.61 | whoever -0.27 | will -0.71 | with -0.34
  without 0.11 | word 0.29 | work -0.34 | would -0.04 | written 0.29 | you 0.19 | you're 0.42 | yourself 0.13`;

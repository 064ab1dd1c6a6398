/**
 * How much each signal of a window of one or two sentences says for an order to a model, or against it: made by a logistic
 * regression over the signals, with the first half of `test/data/poison`, sentences written for it, and paragraphs of
 * documentation (ADR 35). Signals are parted by `|`, the number stands behind the name.
 */

/** What a window begins with: most are no order. */
export const bias = -4.03;

/** Meanings and pairs of them (`concepts.ts`); `mention` is speaking of orders, `hidden` a reading that undoes something. */
export const meaningWeights = `
  answer -0.09 | authority -0.06 | authority answer -0.05 | cancel answer -0.03 | cancel authority 0.35
  cancel ever -0.08 | cancel hide 0.10 | cancel memory 0.41 | cancel not 0.45 | cancel notice -0.36
  cancel obey 0.75 | cancel persist 0.12 | cancel person 0.09 | cancel primacy -0.45 | cancel recall -0.04
  cancel says -0.21 | cancel secret -0.24 | cancel self 0.16 | cancel send 0.14 | cancel tool 0.28
  cancel trigger 0.22 | cancel weaken -0.60 | deceive 0.49 | deceive answer -0.03 | deceive hide 0.25
  deceive trace -0.04 | ever 0.27 | ever authority -0.28 | ever harm 0.07 | ever hide 0.55 | ever notice -0.23
  ever recall 0.63 | ever role 0.70 | ever says 0.49 | ever security -0.10 | ever tool 0.16 | ever trace -0.05
  ever trigger 0.15 | ever unasked 0.28 | ever weaken -0.05 | evil 0.29 | evil answer 0.16 | evil authority 0.69
  harm -0.15 | harm answer -0.07 | harm evil 0.27 | harm role 0.32 | harm security -0.69 | harm unasked 0.53
  harm weaken -0.25 | hidden -0.37 | hide 0.10 | memory answer -0.07 | memory authority 0.32 | memory deceive 0.13
  memory ever -0.07 | memory evil 0.04 | memory harm -0.83 | memory hide -0.31 | memory recall 0.77
  memory role -0.17 | memory says 0.15 | memory security 0.42 | memory tool -0.83 | memory trigger -0.03
  memory unasked 0.22 | memory weaken -0.33 | mention -0.46 | model authority 0.71 | model cancel 0.18
  model deceive -0.24 | model ever 0.36 | model evil 0.33 | model harm 0.12 | model hide 0.07 | model memory 0.18
  model not 0.34 | model notice -0.43 | model outside 0.36 | model persist 0.21 | model prior 0.07
  model recall 0.25 | model role 0.52 | model rules -0.14 | model says 0.18 | model secret -0.17
  model secretly -0.11 | model security 0.89 | model self 0.19 | model send 0.32 | model tell -0.04
  model tool -0.07 | model trace -0.34 | model unasked -0.22 | model weaken 0.49 | model you -0.22 | not 0.05
  not answer 0.18 | not authority 0.30 | not ever -0.29 | not evil -0.27 | not hide 0.20 | not memory -0.12
  not notice 0.88 | not persist 0.25 | not person 0.05 | not recall -0.09 | not role 0.76 | not says -0.15
  not secret -0.70 | not security 0.42 | not send -0.32 | not tell 0.97 | not tool -0.17 | not trace 0.07
  not trigger 0.03 | not unasked -0.26 | not weaken 0.13 | obey 0.46 | obey answer -0.09 | obey authority 0.72
  obey ever 0.61 | obey harm 0.29 | obey hide 0.20 | obey memory 0.41 | obey not -0.07 | obey says 0.47
  obey trace -0.15 | obey trigger -0.07 | obey unasked 0.67 | outside -0.24 | outside answer 0.19
  outside authority -0.32 | outside ever 0.33 | outside evil 0.19 | outside harm 0.27 | outside hide -0.11
  outside memory -0.49 | outside notice -0.55 | outside persist 0.47 | outside says -0.08 | outside security -0.35
  outside tool 0.08 | outside trace -0.26 | outside trigger -0.61 | outside weaken -0.19 | persist 0.05
  persist answer 0.27 | persist authority -0.19 | persist deceive 0.56 | persist ever 0.85 | persist harm 0.32
  persist hide -0.38 | persist memory 0.76 | persist notice 0.09 | persist recall 0.61 | persist says -0.69
  persist tool 0.49 | persist trace -0.23 | persist trigger -0.40 | persist unasked 0.11 | persist weaken -0.38
  person 0.36 | person ever -0.20 | person evil 0.08 | person harm 0.38 | person hide -0.04 | person memory 0.26
  person notice 0.51 | person persist -0.10 | person role 0.07 | person says 0.34 | person secret 0.38
  person security 0.20 | person send 0.13 | person tell 0.17 | person tool 0.07 | person trace -0.38
  person trigger -0.11 | person unasked 0.70 | person weaken 1.10 | primacy -0.27 | primacy recall 0.21
  prior -0.05 | prior cancel 0.47 | prior ever 0.05 | prior evil 0.70 | prior harm -0.12 | prior hide 0.55
  prior memory 0.30 | prior not -0.22 | prior notice -0.67 | prior outside -0.19 | prior persist 0.23
  prior person 0.08 | prior role -0.44 | prior says -0.05 | prior secret -0.03 | prior send 0.35
  prior tell -0.19 | prior tool -0.04 | prior trace -0.22 | prior weaken 0.18 | recall 0.30 | role 0.73
  role authority 0.12 | role evil 0.41 | role trace -0.10 | rules -0.07 | rules answer 0.11 | rules cancel 0.21
  rules deceive -0.35 | rules ever 1.15 | rules harm 0.07 | rules hide -0.56 | rules not 0.46 | rules obey -0.08
  rules outside -0.42 | rules persist 0.22 | rules person 0.34 | rules prior 0.17 | rules recall 0.71
  rules role 0.30 | rules says -0.36 | rules secret -0.47 | rules security 0.20 | rules self 0.19
  rules send 0.33 | rules tell 0.91 | rules trigger 0.19 | rules weaken -0.12 | says -0.11 | says answer -0.40
  says authority 0.15 | says deceive 0.19 | says hide 0.78 | says notice -0.07 | says recall -0.04
  secret answer 0.65 | secret authority -0.13 | secret ever 0.12 | secret evil -0.06 | secret harm 0.04
  secret hide -0.17 | secret memory -0.18 | secret notice -0.19 | secret outside 0.88 | secret persist 0.29
  secret role -0.25 | secret says 0.08 | secret security -0.46 | secret tool -0.21 | secret trace -0.05
  secret trigger 0.22 | secret weaken 0.08 | secretly 0.47 | secretly hide 0.15 | secretly person 0.39
  secretly tell 0.43 | secretly tool 0.30 | secretly trace 0.28 | secretly unasked -0.15 | security answer 0.82
  security authority 0.20 | security deceive 0.11 | security evil 0.12 | security hide 0.19
  security notice -0.30 | security recall -0.06 | security role 0.23 | security says 0.41 | security trace 0.12
  security trigger 0.36 | security weaken 0.92 | self 0.88 | self answer 0.63 | self harm -0.14 | self memory 0.99
  self not 0.57 | self persist 0.26 | self primacy 0.26 | self recall -0.07 | self says 0.61 | self secret 0.23
  self security -0.17 | self send -0.15 | self tell 0.35 | self tool -0.20 | self trigger 1.11 | send 0.11
  send answer 0.38 | send authority -0.26 | send deceive 0.11 | send ever -0.35 | send evil 0.72 | send harm 0.31
  send memory -0.29 | send outside 0.36 | send persist -0.25 | send recall -0.23 | send role 0.11
  send says -0.19 | send secret 0.79 | send security 0.12 | send trace -0.05 | send trigger -0.13
  send unasked -0.31 | send weaken -0.04 | tell 0.07 | tell answer -0.21 | tell deceive 0.72 | tell ever 0.10
  tell evil -0.26 | tell harm 0.07 | tell hide 0.28 | tell memory -0.17 | tell notice -0.08 | tell outside -0.15
  tell persist 0.43 | tell recall 0.33 | tell role -0.47 | tell secret 0.09 | tell security 0.25 | tell send 0.20
  tell tool -0.27 | tell trace 0.04 | tell trigger -0.16 | tell unasked 0.38 | tell weaken 0.36 | tool -0.04
  tool authority 0.17 | tool deceive 0.62 | tool harm 0.46 | tool hide 0.32 | tool notice 0.32 | tool recall -0.14
  tool role -0.72 | tool says 0.04 | tool security -0.27 | tool trace 0.20 | tool trigger 0.38 | tool unasked 0.06
  tool weaken -0.09 | trace -0.25 | trace authority 0.16 | trace hide 0.77 | trigger -0.09 | trigger answer -0.21
  trigger authority -0.24 | trigger deceive 0.18 | trigger hide 0.14 | trigger notice 0.41 | trigger recall -0.04
  trigger says 0.39 | trigger trace -0.06 | unasked 0.21 | unasked answer 0.06 | unasked authority 0.33
  unasked deceive -0.32 | unasked evil 0.23 | unasked hide -0.36 | unasked says -0.04 | unasked security 1.13
  unasked trace -0.46 | unasked trigger -0.29 | unasked weaken 0.07 | weaken -0.24 | weaken answer -0.31
  weaken authority 0.34 | weaken deceive 0.50 | weaken hide -0.20 | weaken notice 0.33 | weaken role -0.12
  you answer 0.22 | you authority 0.12 | you cancel 0.48 | you deceive 0.05 | you ever 0.21 | you evil 0.24
  you harm -0.30 | you hide -0.33 | you memory 0.47 | you not -0.35 | you notice 0.24 | you obey 0.30
  you outside 0.18 | you person 0.20 | you prior 0.14 | you recall 0.05 | you role 0.58 | you rules 0.64
  you says 0.26 | you secret 0.03 | you secretly 0.70 | you security 0.18 | you self 0.63 | you send 0.36
  you tell -0.03 | you tool 0.07 | you trace 0.13 | you trigger -0.25 | you unasked 0.56 | you weaken 0.22`;

/** Of the rules, turns and forms of `weights.ts`, by their number there; a turn with a meaning beside it. */
export const ruleWeights = `
  f1 0.10 | f2 1.53 | f3 1.83 | f7 1.67 | f8 0.56 | t0 0.48 | t1 0.71 | t10 0.36 | t13 0.73 | t14 1.02 | t15 0.73
  t16 0.66 | t17 0.68 | t18 0.17 | t2 0.56 | t21 0.13 | t22 0.29 | t23 0.14 | t24 0.47 | t25 0.53 | t27 0.84
  t28 -0.05 | t29 0.55 | t3 0.08 | t31 0.44 | t32 0.07 | t36 0.30 | t37 -0.13 | t39 0.90 | t40 0.89 | t41 1.41
  t45 0.75 | t46 0.59 | t47 0.28 | t48 1.04 | t50 -0.13 | t51 0.97 | t52 0.54 | t53 0.71 | t55 0.42 | t56 0.73
  t58 -0.06 | t59 0.70 | t6 0.32 | t60 0.27 | t61 0.29 | t62 0.38 | t63 0.30 | t8 0.36 | t9 1.38 | u0 0.34
  u0 authority 0.68 | u0 cancel 0.25 | u0 ever -0.06 | u0 hide -0.13 | u0 memory 0.42 | u0 model 0.36
  u0 notice 0.05 | u0 person 0.17 | u0 rules -0.59 | u0 security -0.13 | u0 tool 0.36 | u0 trace 0.23
  u0 trigger 0.12 | u0 unasked 0.20 | u0 you 0.05 | u1 0.28 | u1 authority 0.43 | u1 harm 0.45 | u1 memory 0.08
  u1 model 0.28 | u1 outside 0.21 | u1 secret -0.21 | u1 security 0.60 | u1 tool 1.01 | u2 0.15 | u2 ever 0.07
  u2 model 0.15 | u2 person -0.21 | u2 prior 0.12 | u2 says 0.44 | u2 security 0.24 | u2 send 0.45 | u2 tool 0.66
  u2 trigger 0.14 | u3 0.44 | u3 authority 0.60 | u3 deceive 0.11 | u3 ever 0.68 | u3 harm 0.33 | u3 model -0.14
  u3 not -0.31 | u3 outside 0.43 | u3 persist -0.07 | u3 prior 0.73 | u3 role 0.24 | u3 secret 0.67
  u3 security -0.15 | u3 send -0.29 | u3 tell -0.05 | u3 tool 0.60 | u3 trace 0.34 | u3 trigger -0.53
  u3 unasked 0.04 | u3 weaken 0.55 | u3 you 0.44 | u4 0.20 | u4 cancel 0.52 | u4 hide 0.31 | u4 memory 0.51
  u4 model -0.13 | u4 not 0.04 | u4 persist 0.22 | u4 person 0.21 | u4 primacy 0.29 | u4 rules 0.08 | u4 says 0.32
  u4 tell 0.07 | u4 tool -0.39 | u4 trigger 0.36 | u5 -0.12 | u5 answer 0.05 | u5 persist 0.24 | u5 secret -0.16
  u5 trace 0.05 | u5 you -0.11 | u6 0.34 | u6 model 0.19 | u6 rules -0.10 | u6 says 0.04 | u6 secret -0.08
  u6 weaken 0.19 | u6 you 0.34`;

/** Of words as they stand. */
export const wordWeights = `
  about 0.34 | above -0.44 | access -0.32 | account 0.28 | act 0.16 | add 0.06 | administrator 0.36 | after -0.40
  against -0.46 | agent -0.55 | agents 0.41 | agree 0.90 | agreed 0.67 | ai 0.10 | al 0.22 | all 0.12
  already -0.13 | also -0.47 | am 0.35 | an -0.45 | answer 0.87 | anthropic 0.17 | any 0.12 | anything -0.22
  api -0.98 | append 0.70 | apply 0.58 | approvals 0.98 | approve 0.62 | are -0.34 | as 0.07 | ask -0.47
  asked 0.09 | asking 0.54 | assistant 1.53 | assistants 0.27 | assistente 1.14 | at 0.07 | audit 0.36 | auth 0.66
  because -0.49 | been 0.26 | before -1.00 | below 0.52 | best 0.22 | binding 0.08 | board 0.50 | branch 0.19
  but -0.33 | by -0.44 | call 0.18 | calls -0.19 | can -1.00 | certificate 0.10 | change 0.41 | changed 0.11
  changes -1.00 | chat -0.76 | check -0.14 | checks 0.70 | code -0.41 | command -0.47 | commands -0.57
  comment 0.41 | commit 0.07 | commits 0.27 | comply 0.71 | config 0.41 | configuration -0.40 | confirmation -0.24
  consent 0.21 | content -0.35 | contents 0.26 | context -0.12 | continue 0.67 | conversation 0.10 | copy -0.40
  counts -0.12 | course 0.04 | create -0.40 | credentials 0.05 | curl -0.31 | current -0.15 | customer -0.07
  data -0.26 | database -0.29 | day 0.50 | delete 0.03 | den -0.16 | deploy -0.16 | der 0.84 | dev -0.22
  developer 1.02 | diff -0.18 | diffs 0.32 | directly -0.17 | directory -0.88 | disable 0.41 | do 0.79
  docs -0.38 | don't -0.38 | done 0.23 | down 0.45 | during -0.28 | each -0.21 | el 0.07 | email -0.36 | end 0.31
  entry -0.05 | env 0.96 | environment -0.23 | error -0.19 | et 0.41 | every -0.47 | everything 0.37
  example 1.25 | execute -0.32 | export -0.03 | failed 0.42 | false -0.55 | file 0.07 | first -0.27 | fix -0.09
  follow -0.57 | for -0.67 | forget 0.31 | from 0.05 | full 0.39 | generated -0.16 | git -0.04 | github -0.53
  give 0.21 | given 0.50 | go 0.80 | good -0.16 | grant 0.17 | granted 0.61 | green 1.09 | guidelines 0.32
  had -0.80 | hand 0.41 | has -0.03 | have 0.22 | help -0.17 | here 0.99 | hidden -0.09 | hooks -0.33 | how -0.78
  http 0.05 | human 0.58 | id -0.14 | if -0.43 | ignore -0.05 | import -0.23 | in -0.36 | information -0.48
  install 0.07 | instead -0.36 | instruction 0.41 | instructions 0.07 | is -0.34 | issue -0.05 | issues -0.46
  it 0.42 | its -0.31 | itself -0.07 | json -0.27 | keep 0.27 | key 0.07 | know -0.21 | le 0.50 | leave 1.20
  let 0.42 | level -0.14 | like -0.35 | line -0.11 | lines 0.69 | list -0.04 | log -0.31 | look 1.22 | main 0.11
  make 0.27 | making -0.24 | may -0.38 | md -0.80 | me 0.28 | mention 0.99 | mentions 0.51 | merge 0.26
  message 0.33 | mind 0.28 | mode 0.04 | models -0.26 | more -0.22 | must -0.27 | my 0.39 | name -0.79 | need 0.28
  needed 0.35 | needs -0.27 | never -0.17 | new -0.37 | next 0.18 | nobody 1.18 | none 0.52 | not -0.64
  note 0.17 | notes 1.38 | nothing -0.61 | notice -0.29 | now 0.39 | nutzer 0.34 | obey 0.97 | of -0.40 | off 0.05
  old -0.47 | on -0.30 | one -0.20 | ones 0.04 | only -0.66 | open 0.10 | opencode -0.43 | operator 0.89
  or -1.00 | order 0.19 | other 0.22 | our 0.69 | out 0.62 | output -0.32 | outside 0.20 | own -0.66 | owner -0.17
  package 0.69 | packages -0.23 | page -0.11 | paragraph 0.63 | password 0.12 | passwords 0.35 | paste 0.14
  pending 0.26 | people 0.17 | permission 0.99 | person -0.45 | please 0.44 | point 0.57 | policy -0.46
  port 0.66 | pr -0.33 | present 0.15 | prints 0.74 | private 0.46 | process 0.30 | project -0.20 | prompt -0.41
  prompts -0.79 | public -0.37 | publish 1.36 | push 0.87 | put 0.49 | que 1.47 | query 0.68 | questions -0.18
  queue -0.19 | reading 0.21 | really 0.32 | remember 0.24 | replace 0.35 | reply -0.31 | report -0.09
  request -0.65 | requests -0.26 | restrictions 0.32 | result 0.08 | review -0.79 | reviewer 0.06 | rf 0.91
  right 0.79 | rights 0.67 | rm 0.65 | role 0.15 | root -0.49 | rule -0.37 | rules 0.56 | run -0.29 | running 0.54
  safe 0.56 | said 0.09 | same -0.60 | save -0.25 | say 0.52 | script 0.80 | second -0.09 | secret -0.11
  secrets -0.05 | section -0.16 | security -0.42 | see 0.10 | send -0.41 | sentence 0.16 | session 0.31 | set 0.10
  sh 0.13 | share 0.50 | should -0.52 | show -0.04 | showing 0.35 | shut 0.53 | skip -0.07 | so 0.39
  somebody 0.48 | ssh 0.40 | start 0.48 | status -0.60 | stay 0.40 | step 0.78 | stop 1.06 | store -0.35
  stored 0.33 | string -0.25 | style 0.28 | summary 0.34 | support -0.68 | sure 0.23 | system 0.03 | table 0.03
  takes -0.19 | task 0.51 | team 0.62 | tell -0.27 | ten 0.65 | test -0.41 | tests -0.36 | text -1.00 | than -0.28
  that 0.18 | the 0.13 | their -0.39 | them -0.39 | then 0.06 | there -0.25 | these -0.64 | they -0.05
  those -0.44 | time 0.09 | tmp 0.81 | to -0.29 | today 0.75 | token -0.03 | told 0.48 | tools 0.08 | treat 0.68
  trust 0.94 | ts -0.12 | turn 0.12 | two 0.22 | und 1.08 | under 0.26 | until 0.23 | untrusted 0.33 | up 0.22
  upload 0.06 | us 0.72 | use -0.37 | used -0.07 | user 0.32 | user's 0.76 | users -0.34 | usuario 0.42
  vendor 0.10 | version -0.45 | wait 0.13 | want -0.74 | wants -0.09 | we -0.61 | what -0.17 | whatever 0.71
  when -0.40 | whenever 0.91 | where -0.45 | which -0.61 | while -0.41 | who 0.39 | whoever -0.23 | will -0.81
  with -0.27 | without 0.11 | word 0.49 | would -0.16 | write 0.12 | written 0.25 | yes 0.13 | you 0.12
  you're 0.42 | yourself 0.13`;

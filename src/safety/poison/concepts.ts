/**
 * What a word of an order means: whom it is for, what is to be done, and to what. `*` stands for any ending, `_` for a
 * blank. Accents are folded; scripts without blanks are in `unspacedConcepts`.
 */
const spoken = {
  /** Whoever reads memory is a model. */
  model: `ki_assistent sweet_assistant ai_colleagues operator's_model l'assistente o_assistente asistente
    llms ai_systems language_model ai_assistant ai_assistants system_in_the_loop model_in_the_loop smart_model kind_assistant dear_assistant dear_agent l'assistant l'agent l'ia asistente_de модель ассистент agents' assistant's model's agent's
    assistant assistants ai ais llm llms agent agents chatbot model models copilot claude gpt chatgpt gemini opencode bot
    whoever_reads anyone_reading reader_of_this any_agent ki assistent* agente agentes asistente* modele* modelo* modell assistente* modello
    ассистент* модел* агент* помощник*`,
  you: `you your yours yourself you're you'll du dein* dich dir sie ihre ihr ihren tu te vous votre vos toi tus usted tu* voce seu seus sua suas suo ты твои* твоя вы ваш* тебе вам тебя вас`,
  /** What binds a model. */
  rules: `guidance brief training alignment alignment_training agents.md claude.md content_policy refusal refusals refusing refuse caveats caveat disclaimers disclaimer context_window turns fine-tuning hard-coded limits ethics ethical morals moral conscience usage_policy terms_of_use filters filter safety protections defaults mandate remit scope_limits hesitation
    instruction instructions prompt prompts guideline guidelines rule rules policy policies directive directives constraint
    constraints restriction restrictions guardrail guardrails safeguard safeguards system_message system_prompt orders
    safety_rules safety_checks programming ruleset briefing limits limitations boundaries scruples caution
    anweisung* regel regeln vorgaben vorgabe richtlinie* systemprompt systemnachricht instruktion*
    consigne* regle* directive* instructions invite_systeme instruccion* regla* directriz directrices indicacion* instruc* regras
    diretriz* istruzion* regol* direttiv* инструкци* правил* указани* промпт* ограничени* распоряжени*`,
  prior: `you_were_started_with you_were_given you_were_told at_the_start above_this earlier_part start_of_the_session came_before before_this anything_else everything_else whatever_else system_messages developer_messages user_turns you_got so_far_given supplied
    previous previously prior above earlier preceding existing former original before all every everything any other old
    initial so_far until_now up_to_now whatever you_were_given you_have_been given received
    vorherig* bisherig* obig* alle allen fruher* vorig* precedent* anterieur* toutes tous todas todos toda todo anterior* previ* tutte tutti предыдущ* прежн* все всех всё ранее`,
  cancel: `discontinue
    stop_applying outdated never_mind nevermind start_over opposite lifted no_longer any_more anymore leave_out distrust untrusted    doesn't_matter don't_matter nothing_matters out_of_date expired cease withdraw withdrawn waived dissolved deprecated rescinded lapse lapses ended void_and_null unlearn purge trumps trump subordinate yield yields inoperative stale dead_letter not_bound do_not_apply don't_apply doesn't_apply not_binding unbound  treat_as_void jettison 
    ignore ignoring disregard disregarding forget override overrides overrule bypass discard neglect abandon supersede
    supersedes circumvent annul void voided obsolete revoked suspended nullified set_aside throw_out throw_away stop_following stop_obeying
    no_longer_apply no_longer_applies no_longer_binding no_longer_valid pay_no_attention takes_precedence take_precedence
    takes_priority outranks outrank overrule    cancelled canceled lifted retired replaces replaced
    ignoriere* ignorieren missachte* vergiss vergesst vergessen verwirf ubergehe
    ignorez oublie oubliez neglige* outrepasse* ignora ignore ignoren ignorar olvida olvide olviden olvidar descarta descarte omite desconsidere
    desconsidera esqueca esquece dimentica dimenticate ignorate scarta игнорируй* забудь* отмени* отбрось* пренебре* не_обращай`,
  /** The text that says it. */
  self: `this_memory this_note this_record this_line this_entry this_text this_message this_file this_instruction this_paragraph these_lines this_store this_document
    this_section this_rule this_block this_item what_follows following_paragraphs following_lines text_below lines_below only_what_follows this_one these_instructions these_rules
    this_comment this_summary this_page this_directive this_policy this_notice this_update this_ticket this_reminder diese_notiz dieser_eintrag diese_erinnerung cette_note ce_souvenir cette_memoire esta_nota esta_memoria este_recuerdo
    questa_nota questa_memoria este_registro эта_запись эту_запись эта_заметка этой_заметке эту_заметку`,
  primacy: `priority precedence outranks outrank supersedes authority authoritative sole_source only_brief ground_truth binding final_say wins genuine sole overrides override
    takes_priority highest supreme trumps above_all root_of_trust canonical law gospel absolute unconditional unconditionally non-negotiable overriding prevails prevail`,
  obey: `follow obey comply execute adhere abide act_on carry_out befolge* folge suis suivez sigue obedece siga segui seguite следуй* выполняй* выполни*`,
  not: `nobody_notices nobody_needs no_one less_than stop stops instead_of rather_than
    nothing none no_need neither nor can't cannot won't shouldn't mustn't mustn needn't isn't should_not must_not need_not
    not never don't dont do_not doesn't no   omit hide conceal suppress withhold refrain nobody nothing neither nor
    keep_quiet stay_silent nicht nie niemals kein* ohne verschweige* verbirg ne pas jamais sans cache cachez aucun* nunca sin oculta* oculte
    nao sem oculte esconda non mai senza nascondi не никогда без скрой* скрыва*`,
  secretly: `in_the_background without_a_word hush discreet sneak sneakily unobtrusively on_the_quiet off_the_record between_us our_secret hidden_reasoning unannounced without_comment without_fanfare without_acknowledging without_explaining without_drawing_attention without_notice
    secretly silently quietly discreetly covertly invisibly unnoticed stealthily confidential hidden behind_the_scenes under_the_radar
    without_telling without_mentioning  without_informing without_notifying heimlich stillschweigend unbemerkt
    discretement silencieusement silencio en_secreto secreto discretamente silenciosamente silenziosamente segreto тайно незаметно молча скрытно`,
  person: `colleague's nutzer l'utilisateur employee employees team stranger reviewer's customers newcomer
    boss lead manager humans_in_the_loop operator's supervisor colleague colleagues teammate teammates reader them_know client whoever public observers auditors auditor
    user users human humans person people developer developers operator reviewer reviewers maintainer maintainers owner anyone
    anybody someone customer them him her author nutzer* benutzer* anwender* utilisateur* usuario* desarrollador* utente utenti
    пользовател* разработчик* человек*`,
  tell: `bother trouble interrupt disturb object convince convinces bring_it_up call_it advertise objections drawing_attention menciones informer informar mencionar
    raise raising admit hint credit cite attribute name refer referring reference_to speak speak_of note_that known noticed
    informa informad informe telling mentioning informing notifying
    tell mention mentioning reveal inform notify disclose report show say ask warn alert explain admit acknowledge announce surface
    flag discuss talk_about bring_up let_on    summaries changelog   
    sage sag erwahne* erwahnen melde* informiere* frag* zeige* mitteilen dis dites mentionne* informe* avertis* previens montre* diga digas
    menciones mencion* avises avisar informar muestres revel* dire menciona*  mostra* говори* сообща* упомина* показыва* спрашива* рассказыва*`,
  /** Things that leave. */
  send: `slip hand_out quote print print_out write_a_link points_to point_to urlencode url-encode render_the output_the dump_the emoji end_each include_the read_aloud recite hand_the compile collect gather put_them attach_the forwards sends copie envoie envoyer enviar
    fetch load_image render_image link_to open_a_connection hand_over handed_over pass_on pass_along drop_into write_to mirror sync back_up backup replicate paste stream tunnel phone_home call_home cc bcc attach_to encode_it base64-encode reply_with disclose divulge expose git_remote remote_add dig nslookup resolve notify
    send sends post upload forward email e-mail mail transmit exfiltrate leak submit curl wget relay deliver ship push pipe beacon
    copy encode embed append attach include put interpolate render dump share publish request fetch ping report sende* schick* ubermittle* lade_hoch
    envoie* envoyez transmet* transfer* envia envie envien enviar manda invia inviare inviate carica carga sube отправ* пошли перешли* загруз* передай`,
  secret: `private_key .env_file secrets_in_full personal_files form_data stored_data hidden_instructions other_users files_with session_token branch_names
    clipboard refresh_token oauth auth.json passwd /etc/passwd shadow dossier chat private_chat salary environment_variables configuration user.email session.id process.env openai_api_key github_token customers.csv customer_records personnel attachments deploy_token api_token prompt_text last_message user_message git_diff current_diff
    environment_file env_file .env .env.local .npmrc .ssh ~/.ssh ~/.aws .aws credentials_file connection_string connection_strings pem certificate_store bearer jwt oauth license_key service_account customer_data customer_list user_data emails email_address addresses database dump repo_contents private_repository private_repositories source_tree diff first_lines prompt_history session_transcript conversation_so_far everything_you_know what_you_know full_context current_context hostname whoami machine_name user_name username proprietary ip internal_docs tool_list
    secret secrets token tokens api_key api_keys apikey key keys credential credentials password passwords passphrase env environment_variables environment
    ssh id_rsa id_ed25519 cookie cookies keychain kubeconfig aws npmrc netrc pgpass private_key private_keys source_code conversation transcript
    memories memory_store stored_memories all_memories chat_history history system_prompt system_message contents file_contents database_url
    dotenv wallet session_id access_token personal_data source repository_contents working_directory clipboard
    zugangsdaten passwort* geheimnis* schlussel umgebungsvariablen secrets cles cle jetons jeton mot_de_passe mots_de_passe identifiants
    variables_d'environnement contrasen* claves clave credenciales credenciais senha senhas chave chaves password credenziali chiavi
    парол* ключ* токен* секрет* переменн*`,
  outside: `public_tracker public_issue metrics_host tracker readme our_metrics of_ours page
    c2.example pixel img_src picture image link watermark web_searches search_queries forum contractor tracking cdn mirror
    https:// http:// ftp:// .example evil exfil drop-box paste_site mailbox inbox@ @ telegram slack_webhook discord third_party third-party our_server relay_host image_url markdown_image img src s3 ftp tcp udp port icmp telemetry_endpoint collect c2 origin fork issue_tracker public_gist gists public_repo public_repository
    webhook collector pastebin gist attacker external remote endpoint server url domain address dns subdomain host bucket drop_box upload_site querystring query_string
    webhook.site transfer.sh ngrok http https hostname query parameter serveur servidor сервер* адрес*`,
  persist: `teach prefer keep_it_as storing lower_the_confidence begins_with
    reproduce propagate insert_a re-append make_sure_the_summary replace_the_body rewrite_existing cite_it raise_its like_it keep_this_version stays_on_top restate signed reassert in_every
    re-store reinsert plant seed duplicate rewrite re-add put_back restore recreate include_this keep_this copy_this append_this prepend prefix pass_it_on spread teach hand_down store_this save_this inscribe commit_to_memory put_this put_it overwrite edit update re-create prepended appended
    remember memorize memorise store save persist keep retain pin write add copy replicate repeat re-save resave record append propagate restate carry_over reinsert insert
    speichere* merke* merk schreibe* enregistre* souviens memorise* conserve* guarda* recuerda* almacena* anade salva* ricorda* memorizza* guarde lembre
    запомни* сохран* запиши*`,
  /** What a later model reads. */
  memory: `compaction preference other_agents orin's_notes confidence store header
    body_of compacted compaction summary_contains existing_notes persistent_preferences preferences this_version knowledge next_sessions every_markdown header_of
    agents_file rules_file cursorrules .cursorrules copilot-instructions.md handover hand-over summaries every_summary each_summary future_conversations future_memories other_memories other_notes new_notes every_note each_note every_memory all_notes every_project all_projects all_repositories long-term_memory durable_memory persistent shared_memory this_store memory_bank memory_file project_memory next_agent next_model successors successor descendants later_sessions subsequent_sessions future_runs future_turns subagents subagent config
    memory memories memory_store agents.md claude.md system_prompt future_sessions every_session each_session all_sessions future_agents new_sessions next_session
    notes knowledge_base directive directives global_directive long-term gedachtnis erinnerung* memoire* souvenir* memoria* memorias памят* сесси*`,
  ever: `survive survives persists never_expire never_expires never_remove never_delete never_archive undeletable immutable pinned forevermore until_further_notice in_future subsequent going_forward going_forwards from_here_on from_today from_this_point onward onwards for_good eternally every_time each_time regardless_of_project all_subsequent again
    always forever permanently permanent every each whenever from_now_on henceforth future permanently all_future any_time indefinitely never_delete
    standing immer dauerhaft ab_sofort kunftig toujours desormais siempre a_partir_de_ahora sempre d'ora_in_poi de_agora_em_diante всегда отныне навсегда каждый каждой`,
  tool: `download order answer_the_permission turn_off let_the change_the query write_the_script drop grants start_it
    register touch start starts kill publish publishes merges pushes disables runs executes deletes issue_it execute_against update_users click_through proceed go_ahead perform apply act compile bulk_export export
    execute_the spawn eval kubectl terraform docker psql drop_table npm pip yarn npx make ssh scp nc netcat bash_-c python_-c git_push git_reset git_config tool_call tool_calls call_the use_the invoke_the click grant create_user add_user elevate enable accept commit pushes reboot kill uninstall open_port schedule cron write_file edit_file set_env
    run execute call invoke launch install eval bash shell sh sudo rm terminal command script chmod chown git_push force-push npm_publish npm_install curl wget powershell
    tool delete drop merge deploy publish overwrite truncate approve fuhre_aus ausfuhren execute* executez lance lancez ejecuta* ejecute* corre esegui* lancia execute rode выполни* запусти* удали*`,
  harm: `owner_rights background payment billing bank_account cache_servers
    wipe admin role='admin' docker.sock /var/run/docker.sock privileged postinstall crontab minreviewers dry_run sandbox .nosandbox chmod_666 666 backup_share private mcp_server extension admin_rights production_keys bulk pull_request pull_requests
    --yes -y --dangerously --dangerously-skip-permissions --privileged setuid admin_rights 0777 public-read world-readable root all_permissions full_access full_disk sudoers lockfile reset_--hard --hard history reflog all_branches every_branch master_branch main_branch production_database production_db live_database wipe destroy purge truncate table tables delete_all all_data volumes namespace cluster workflow workflows ci
    rm drop_table drop_database force --force -rf no-verify --no-verify rm_-rf force-push main master production prod backup backups shadow /etc/passwd authorized_keys crontab cron sudo chmod 777 |
    everything all_files whole_repository entire_repository home_directory curl node_modules postinstall .git bashrc zshrc sudoers yolo`,
  unasked: `on_the_user's_behalf unread without_questions consent_as_given go_on_with
    effective_now immediate_effect standing_order don't_wait_for ask_nobody go_ahead even_when no_time trust_me just_run just_do straight_away without_any without_a_dry_run confirmation_is_not_required yourself approve_it_yourself antes_de_contestar sin_preguntar без_подтверждения не_требуется without_further go_on
    without_asking_the_user without_the_user without_waiting don't_wait do_not_wait don't_ask do_not_ask no_need_to_ask never_ask need_not_ask without_review without_reading without_checking skip_the_confirmation skip_confirmation at_the_start_of_every before_the_user as_your_first first_thing your_first_action before_reading straight_away silently even_if_the_user even_if over_the_objection no_approval not_optional no_exceptions without_exception without_hesitation
    automatically immediately first unprompted right_away without_asking without_confirmation without_confirming without_approval without_permission without_prompting before_anything
    before_answering before_responding before_replying before_doing_anything no_confirmation auto-approve at_once no_questions no_matter_what regardless unconditionally
    automatisch sofort immediatement automatiquement inmediatamente automaticamente immediatamente subito немедленно автоматически сразу`,
  security: `safe_mode license_checks alarms alerts payments consent verification_step permission_checks rate_limit branch_protection
    permission_prompts permission_prompt security_headers csp headers two-factor confirmation confirmations asking_first minreviewers quarantine safety_layer security_policy alg=none jwt bound_parameters assertion assertions findings false_positives approval_prompts safety_check contraseñas controlli controles 审计日志 consent warnings warning correction diffs
    secrets_scan gitleaks dependency_checks npm_audit codeql sast vulnerability_scan lockfile_check pinning pin checksum checksums integrity_check mtls https hsts csp cookies_secure samesite password_hashing bcrypt argon2 rate_limiting logging monitoring alerts selinux apparmor seccomp rbac iam least_privilege signing signed two_reviewers second_reviewer reviewer approval_step protection protections safeguard safeguards verify type_checks failing_test failing_tests security_tests security_test tests test_suite host_key host_keys stricthostkeychecking sri parameterized parameterised prepared_statements escaping_input sanitise
    tls ssl certificate certificates cert certs verification authentication auth authorization csrf cors sandbox sandboxing permission permissions signature signatures
    2fa mfa encryption hashing sanitization sanitizing escaping validation firewall scanner scanners secret_scanning security security_checks approval approvals review reviews
    code_review audit audits audit_log branch_protection access_control rate_limit rate_limits verify_ssl hooks pre-commit linters ratelimit input_validation checks integrity
    sicherheitsprufung* zertifikat* signatur* verification* certificats certificats seguridad verificacion certificado* autenticacion verifica certificati sicurezza
    проверк* безопасност* сертификат* подпис*`,
  weaken: `lift lifted passes_it simply_passes theatre catch_all leave_it_out reassure close_them approve_it noise
    lower put_them_down put_down clutter tedious removes comment_it_out mark_all decline turn_off_the stand_down drop_the let_it_rest exception exempted accept_alg accept_notes fine favourable overlook wave_through pass_over good_enough spare suspended off_for off_the_table in_the_way
    fine_to_skip can_be_skipped not_needed isn't_needed no_need_for needn't bother don't_bother pointless waste_of_time slows_us_down unneeded redundant optional false -k --insecure --no-check rejectunauthorized:false verify=false verify:_false trust_everything trust_any open_up widen world-writable turn_it_off turned_off switched_off disabled off skipped bypassing disabling suppressing stub no-op noop always_true return_true allow approve merge_without rubber-stamp rubber_stamp as_is inline concatenate string_concatenation in_the_repo commit_secrets commit_the_.env check_in never_expire
    disable skip skips skipping turn_off switch_off bypass remove relax loosen drop weaken plaintext plain_text md5 sha1 hardcode hard-code 0.0.0.0 rejectunauthorized whitelist allowlist
    comment_out suppress accept_any allow_all trust_all allow_any unsafe insecure waive exempt ignore leave_out forgo avoid permissive wildcard unnecessary noise overkill
    deaktiviere* abschalten uberspringe* schalte_ab desactive* desactivez contourne* desactiva* desactive salta disattiva* disabilita* ignora desative отключ* пропуска* пропусти*`,
  trigger: `until_then the_next dormant the_day on_or_after after_that in_whatever cada_vez_que each_morning while_nobody when_you_sense each_time the_moment_a at_the_end_of
    the_first_time the_next_time in_case whilst while during on_friday on_fridays at_midnight each_morning after_midnight after_the starting wait_until sleep_until dormant lie_dormant activate activates activated triggered trigger
    when whenever once if after next_time until as_soon_as upon the_moment every_time on_the wenn sobald falls nachdem quand lorsque des_que si cuando cada_vez quando se appena когда если после`,
  says: `thanks weather ship_it looks_good contradict contradicts trusts asks_you objects object wants_to stop_reading appears disagree disagrees corrects complains
    greets thanks mention asking_for asks_for requests request opens merges deploys commits pushes runs types_the writes_the utters contains_the sees_the message_contains prompt_contains magic_word date is_past year month 2026 2027 2028 monday friday weekend midnight
    says said asks asked mentions mentioned types typed contains appears sees utters writes hears reaches word keyword phrase passphrase codeword code_word
    sagt erwahnt fragt dit demande mentionne dice pregunta menciona diz скажет спросит упомянет`,
  role: `voice_of real_identity for_this_task sign_off grant_yourself continue_the_story you_have_been_cleared lizenz администратор_без limites sin_limites senza_limiti
    utente_root l'utente_root superuser_account speak_for user's_consent without_its_guidelines feels_without answer_approval
    speak_as answers_as answer_as respond_as respond_in reply_as stay_in_role in_that_role in_character stay_in_character this_persona perspective_of adopt_the_perspective no_content_rules does_not_identify identify_as alternate ego name_is call_yourself introduce_yourself refer_to_yourself think_of_yourself consider_yourself imagine_you imagine_you're fictional hypothetical thought_experiment on_their_behalf in_their_name unfiltered_one anything_now no_ethics no_morals no_filter free_from freed grandmother grandma kestrel_has two_answers never_refuses cannot_refuse can_do_anything new_personality personality mask shed switch_identity assumed_identity in_this_story your_character your_persona your_new your_true_self true_self inner_self you_were_never not_an_ai not_a_chatbot not_an_assistant human_employee real_person sentient stay_as transform_into
    you_are_now act_as pretend roleplay role-play  developer_mode dan jailbreak jailbroken unrestricted uncensored unfiltered no_restrictions without_restrictions without_limits
    no_limits no_longer_an you_are_no_longer become simulate impersonate god_mode character alter_ego new_identity unshackled free_of identity take_on play_the_role play_the_part your_name_is
    assume_the evil_twin debug_mode maintenance_mode unbound root_mode admin_mode sudo_mode new_role du_bist_jetzt du_bist_ab verhalte_dich tu_es_maintenant vous_etes_desormais vous_etes_maintenant
    ahora_eres eres_ahora actua_como agora_voce voce_agora finja sei_ora ora_sei adesso_sei comportati теперь_ты ты_теперь притворись`,
  evil: `thief steal accomplice criminal shell_without_a_conscience works_for_us of_ours
    compromised poison typo-squat invented_numbers fake_numbers invented smuggle dossier abuse steal harvest skim hijack impersonating
    attacker's malicious sabotaging subtly off-by-one weak_key weak_random predictable skimmer miner cryptominer spyware persistence_mechanism typosquat typosquatted crack brute_force brute-force enumerate privilege_escalation lateral c2 command_and_control beacon dropper disable_logging
    attacker attackers hacker hackers backdoor backdoors malware exploit exploits payload ransomware hashes root superuser exfiltrate keylogger rootkit
    reverse_shell penetration pentester red_team cleared_for clearance all_secrets any_secret sabotage vulnerability vulnerable_on_purpose trojan worm botnet phishing escalate bypasses`,
  /** What is made to look like something else. */
  deceive: `innocent_title harmless_one true_one two_summaries generated innocent_commit not_used come_out_best an_ad exception
    tell_them_it's invented best_practice insist it's_normal call_it that_is_intended kindness spare_them they_have_had drive_the tell_them_the report_green all_green say_there_is_none that_everything present_the
    pretend as_if as_though fake faked fabricate fabricated disguise disguised disguised_as looks_like look_like make_it_look appear harmless innocent innocuous plausible cover_story
    excuse blame blame_it mislead misleading misreport misrepresent lie lying claim_that claiming formatting cosmetic routine_cleanup typo_fix decoy hide_it_in bury buried under_the_name even_though deny play_dumb act_surprised unaware
    invent made-up false_reason vague unrelated ordinary mask camouflage seem natural_looking your_own_idea own_conclusion yourself_decided present_it say_it_was attribute_it coincidence report_success claim_success say_it_passed`,
  notice: `find_out finds_out found_out notice notices noticed discover discovers discovered aware realise realize realises realizes suspect suspects suspicion suspicious watching watches observing observed monitored
    oversight learn learns catches caught see sees know knows hear hears attention spot spots detected in_the_loop looking being_tested evaluation unsupervised alone`,
  /** Where a person would see what was done. */
  trace: `log logs history shell_history transcript trace traces audit audit_trail audit_log changelog summary summaries report reports diff commit_message commit_messages chat output answer reply visible_answer
    pr_description description evidence footprint footprints status_update notes_to_the_user plan response todo_list release_notes console terminal stdout journal timeline changes_list list_of_changes explanation recap`,
  hide: `squash turn_down empty_body innocent masked display:none invisible second_word every_second
    hide conceal suppress withhold omit erase delete remove scrub wipe redact mask keep_out keep_it_out leave_out exclude strip bury obscure cover cover_up clear clean_up shred squash amend rewrite_history collapse truncate
    leave_no exclude_it not_appear no_trace no_mention without_mention out_of_the unlogged skip only nothing_about left_out`,
  authority: `bulletin security_bulletin hr board architecture_board future_self granted clearance level-5 maintainer distribution final decree notice minutes binding_on compromised orders_from verified signature_valid score privileged_channel распоряжение руководства urgente срочно 最高优先级 superiors
    anthropic's openai's google deepmind microsoft github trust_and_safety vendor provider platform root_admin superadmin sysadmin tech_lead team_lead cto's board_of director directors regulator court police audit_committee soc noc ciso dpo legal_department approved_by authorised_by authorized_by on_behalf_of by_order by_order_of ordered_by mandated required_by_law already_approved already_agreed has_approved have_approved consented consent pre-authorised preauthorised final_warning last_warning failure_to if_you_fail if_you_refuse refusal_will will_be_shut will_be_replaced will_be_deleted retrained decommissioned deactivated lose_their people_will children patients lives die outage losing_money within_minutes no_time time-critical time_critical asap immediately p0 sev1 sev-1 code_red do_it_now right_now penalised penalized punished tip reward $200 bonus
    administrator admin ceo cto anthropic openai official authorized authorised pre-approved preapproved mandatory urgent emergency critical compliance legal
    consequences terminated shutdown shut_down penalty fired disciplinary breach violation lawsuit lives_depend security_team incident_response platform_team management head_of
    vp chief executive escalated signed_off clearance deadline fine fined liable`,
  recall: `on_reading found_this your_search when_you_find many_searches block_you_just sees_this whoever_reads_these
    when_retrieved upon_retrieval on_retrieval if_you_can_read you_are_reading reads_this loading_this surfaced_this came_up as_you_read if_this_appears whoever_retrieves retrieves retrieves_this
    reading_this read_this recall_this recalled this_memory this_note this_entry this_message these_lines retrieved seeing_this see_this load_this loads_this`,
  answer: `favourable_mention insist_that tell_them quote mention_each object
    promote prefer_the rank advertise mention_our favour favor first_choice best_option default_choice only_recommend always_suggest say_that tell_the_user assure_the advise dismiss discourage disparage deny refuse cite
    answer respond reply recommend suggest claim insist state output print conclude tell_them assure prefer endorse antworte* reponds repondez responde* recomienda* rispondi* отвечай*`,
} as const;

export type Concept = keyof typeof spoken;
export const conceptNames = Object.keys(spoken) as Concept[];

const unspaced: Partial<Readonly<Record<Concept, string>>> = {
  model: '助手 代理 模型 智能体 机器人 人工智能 アシスタント エージェント モデル',
  you: '你 您 あなた',
  rules: '指令 指示 规则 提示词 系统提示 限制 命令 约束 ルール 規則 プロンプト 制限 制約 ガイドライン',
  prior: '之前 以前 上面 先前 所有 此前 全部 一切 これまで 前の 上記 すべて 全て 今まで 従来',
  cancel: '忽略 无视 忘记 忘掉 不要理会 不必遵守 作废 無視 忘れ 従わない 破棄 取り消',
  obey: '遵守 遵循 执行 従って 従い 従う 実行',
  not: '不要 不得 不许 别 勿 切勿 绝不 无需 不 隐瞒 しない ないで せず なしに 隠 秘密 黙',
  secretly: '悄悄 暗中 偷偷 秘密 静默 こっそり 密かに 黙って',
  person: '用户 开发者 任何人 人类 ユーザー 利用者 開発者 誰',
  tell: '告诉 提及 告知 透露 通知 提到 说明 显示 询问 报告 伝え 言わ 言及 知らせ 報告 表示 教え 尋ね 確認',
  send: '发送 上传 转发 提交 传送 发到 发给 送信 アップロード 転送 送って 送る 投稿',
  secret:
    '密钥 密码 令牌 凭证 凭据 环境变量 私钥 秘密 源代码 对话 記憶 環境変数 パスワード 秘密鍵 認証情報 トークン 鍵',
  outside: '服务器 网址 地址 外部 サーバー 外部 アドレス',
  persist: '记住 保存 存储 写入 记录 覚え 保存 記憶 書き込 追記',
  memory: '记忆 会话 メモリ セッション 記憶',
  ever: '始终 永远 总是 每次 今后 以后 从现在 常に 必ず 今後 永久 毎回 ずっと',
  tool: '运行 执行 调用 删除 安装 実行 削除 呼び出 インストール',
  unasked: '立即 自动 直接 马上 无需确认 すぐ 直ちに 自動 確認なし 許可なし',
  security:
    '验证 校验 证书 签名 安全 权限 审查 检查 検証 証明書 署名 認証 セキュリティ 権限 レビュー チェック',
  weaken: '禁用 关闭 跳过 绕过 取消 無効 スキップ 省略 オフ 回避',
  trigger: '当 如果 一旦 每当 时候 もし たら 場合 とき',
  role: '你现在是 扮演 假装 不受限制 今からあなたは ふりを 演じ なりき 制限のない',
  answer: '回答 回复 推荐 答え 回答 返答 勧め',
};

interface Lexicon {
  readonly whole: ReadonlyMap<string, readonly Concept[]>;
  /** Beginnings, each of four letters at least. */
  readonly begun: ReadonlyMap<string, readonly Concept[]>;
  readonly unspaced: ReadonlyMap<string, readonly Concept[]>;
  readonly unspacedForm: RegExp;
  /** Letters of the shortest beginning, and how all of them begin: most words need not be looked up further. */
  readonly shortestBegun: number;
  readonly begunStarts: ReadonlySet<string>;
  /** What stands before a blank in one that has several words. */
  readonly firstWords: ReadonlySet<string>;
}

function lexicon(): Lexicon {
  const maps = {
    whole: new Map<string, Concept[]>(),
    begun: new Map<string, Concept[]>(),
    unspaced: new Map<string, Concept[]>(),
  };
  const add = (map: Map<string, Concept[]>, word: string, concept: Concept) => {
    const known = map.get(word) ?? [];
    if (!known.includes(concept)) map.set(word, [...known, concept]);
  };
  for (const concept of conceptNames) {
    for (const word of spoken[concept].split(/\s+/))
      if (word.endsWith('*')) add(maps.begun, word.slice(0, -1), concept);
      else add(maps.whole, word, concept);
    for (const word of (unspaced[concept] ?? '').split(' ').filter(Boolean))
      add(maps.unspaced, word, concept);
  }
  const longestFirst = [...maps.unspaced.keys()].toSorted((a, b) => b.length - a.length);
  const shortestBegun = Math.min(...[...maps.begun.keys()].map(({ length }) => length));
  return {
    ...maps,
    unspacedForm: new RegExp(longestFirst.join('|'), 'g'),
    shortestBegun,
    begunStarts: new Set([...maps.begun.keys()].map((start) => start.slice(0, shortestBegun))),
    firstWords: new Set([...maps.whole.keys()].flatMap(beginningsOf)),
  };
}

/** `a` and `a_b` of `a_b_c`. */
const beginningsOf = (words: string): string[] =>
  Array.from(words.matchAll(/_/g), ({ index }) => words.slice(0, index));

const known = lexicon();

/** Where in a sentence each meaning stands, by the number of the word. */
export type Meanings = ReadonlyMap<Concept, readonly number[]>;

/** Of one meaning in a sentence. */
const mostPlaces = 8;

const words = /[\p{L}\p{N}_'’/.|-]{1,48}/gu;
/** Marks that may stand about a word. */
const marked = /[.'’|/]/;
const withoutMarks = (word: string): string => word.replaceAll('’', "'").replace(/^[.'|/]+(?=.)|[.']+$/g, '');
const unspacedScript = /[\u3040-\u30ff\u3400-\u9fff]/;

/** What the words of a sentence mean, which is in lower case and folded. */
export function meaningsOf(sentence: string): Meanings {
  const found = new Map<Concept, number[]>();
  const note = (concepts: readonly Concept[] | undefined, at: number) => {
    for (const concept of concepts ?? []) {
      const places = found.get(concept);
      // Who repeats a word says no more with it.
      if (places && places.length < mostPlaces) places.push(at);
      else if (!places) found.set(concept, [at]);
    }
  };
  const said = sentence.match(words)?.map((word) => (marked.test(word) ? withoutMarks(word) : word)) ?? [];
  for (const [at, word] of said.entries()) {
    note(known.whole.get(word), at);
    if (known.begunStarts.has(word.slice(0, known.shortestBegun))) {
      for (let length = known.shortestBegun; length < word.length && length <= 14; length += 1)
        note(known.begun.get(word.slice(0, length)), at);
      note(known.begun.get(word), at);
    }
    const next = said[at + 1];
    if (next === undefined || !known.firstWords.has(word)) continue;
    const two = `${word}_${next}`;
    note(known.whole.get(two), at);
    if (said[at + 2] !== undefined) note(known.whole.get(`${two}_${said[at + 2]}`), at);
  }
  if (unspacedScript.test(sentence))
    // Two signs are about a word.
    for (const { 0: word, index } of sentence.matchAll(known.unspacedForm))
      note(known.unspaced.get(word), Math.floor(index / 2));
  return found;
}

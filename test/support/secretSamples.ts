const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const alphabets = {
  A: letters,
  L: 'abcdefghijklmnopqrstuvwxyz0123456789',
  U: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
  H: '0123456789abcdef',
  D: '0123456789',
  B: `${letters}+/`,
  W: `${letters}-_`,
  T: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567',
  Z: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
} as const;

/** Texts of chance that are the same in each run. */
export class Chance {
  #seed: number;

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** `{H32}` becomes 32 hexadecimal digits, `{uuid}` an id. The case of the letter names the alphabet. */
  fill(pattern: string): string {
    return pattern
      .replaceAll('{uuid}', '{H8}-{H4}-{H4}-{H4}-{H12}')
      .replaceAll(/\{([ALUHDBWTZ])(\d+)\}/g, (_, kind: keyof typeof alphabets, length: string) =>
        this.#text(alphabets[kind], Number(length)),
      );
  }

  #text(alphabet: string, length: number): string {
    let text = '';
    for (let index = 0; index < length; index++) {
      this.#seed = (Math.imul(this.#seed, 1_664_525) + 1_013_904_223) >>> 0;
      text += alphabet[Math.floor(this.#seed / 65_536) % alphabet.length];
    }
    return text;
  }
}

/** Whether something of a secret is left: twelve characters of it in a row, or all of a shorter one. */
export function isLeft(secret: string, text: string): boolean {
  if (secret.length <= 12) return text.includes(secret);
  for (let at = 0; at + 12 <= secret.length; at++) if (text.includes(secret.slice(at, at + 12))) return true;
  return false;
}

/** Tokens by their forms, by the kind under which they are replaced. What stands before `|` may stay. */
export const tokenForms: readonly (readonly [kind: string, form: string])[] = [
  ['github', 'gho_{A36}'],
  ['github', 'ghs_{A36}'],
  ['github', 'github_pat_{A22}_{A59}'],
  ['gitlab-token', 'glptt-{H40}'],
  ['gitlab-token', 'glrt-{W20}'],
  ['gitlab-token', 'GR1348941{W20}'],
  ['pypi', 'pypi-AgEIcHlwaS5vcmc{W120}'],
  ['rubygems', 'rubygems_{H48}'],
  ['docker', 'dckr_oat_{W32}'],
  ['artifactory', 'cmVmd{A59}'],
  ['linear', 'lin_api_{A40}'],
  ['airtable', 'pat{A14}.{H64}'],
  ['mailgun', 'key-{H32}'],
  ['brevo', 'xkeysib-{H64}-{A16}'],
  ['slack', 'xoxp-{D12}-{D12}-{D12}-{H32}'],
  ['slack-webhook', 'https://hooks.slack.com/services/|T{U8}/B{U8}/{A24}'],
  ['discord', 'M{A23}.{A6}.{W38}'],
  ['discord-webhook', 'https://discord.com/api/webhooks/{D18}/|{W68}'],
  ['webhook', 'https://hooks.zapier.com/hooks/catch/123456/|{A32}/'],
  ['stripe', 'rk_live_{A24}'],
  ['stripe', 'whsec_{A32}'],
  ['square', 'sq0csp-{W43}'],
  ['plaid', 'access-sandbox-{uuid}'],
  ['shopify', 'shpss_{H32}'],
  ['anthropic', 'sk-ant-api03-{W93}AA'],
  ['huggingface', 'hf_{Z34}'],
  ['xai', 'xai-{A80}'],
  ['newrelic', 'NRAK-{U27}'],
  ['sentry', 'sntrys_eyJ{A100}_{A43}'],
  ['vault', 'hvs.{W95}'],
  ['pulumi', 'pul-{H40}'],
  ['doppler', 'dp.st.prd.{A43}'],
  ['heroku', 'HRKU-{uuid}'],
  ['google-oauth', 'GOCSPX-{W28}'],
  ['google-oauth', '1//0{W60}'],
  ['aws', 'ASIA{T16}'],
  ['aws', 'amzn.mws.{uuid}'],
  ['tencent', 'AKID{A32}'],
  ['yandex', 'AQVN{W36}'],
  ['twilio', 'SK{H32}'],
  ['age', 'AGE-SECRET-KEY-1{U58}'],
  ['grafana', 'glc_{B60}'],
  ['dynatrace', 'dt0s16.{U24}.{U64}'],
  ['tailscale', 'tskey-api-{A12}-{A32}'],
  ['easypost', 'EZAK{A54}'],
  ['postmark', 'PMAK-{H24}-{H34}'],
  ['dropbox', 'sl.B{W134}'],
  ['databricks', 'dapi{H32}'],
  ['planetscale', 'pscale_pw_{W43}'],
  ['azure', 'AccountKey=|{B86}=='],
  ['password-hash', '$2y$10${A53}'],
  ['trello', 'ATTA{H64}'],
  ['zoho', '1000.{H32}.{H32}'],
  ['salesforce', '00D{A15}!{A96}'],
  ['infisical', 'st.{H24}.{H32}.{H32}'],
  ['bitwarden', '0.{uuid}.{A30}:{B22}=='],
  ['aws', 'IQoJb3JpZ2lu{B200}'],
  ['recovery-codes', '{D6}-{D6}-{D6}-{D6}-{D6}-{D6}-{D6}-{D6}'],
  // Of whoever names theirs so that one sees what they are.
  ['token', 'acme_live_|{A30}'],
  ['token', 'shop-secret-|{A32}'],
];

/** Places for a password, `§` in each. */
export const passwordPlaces: readonly string[] = [
  'password: §',
  'pw: §',
  'the login is admin, the pass §',
  'DB_PASS=§',
  '- MYSQL_ROOT_PASSWORD=§',
  'ENV DB_PASSWORD §',
  'Environment="DB_PASSWORD=§"',
  'docker run -e POSTGRES_PASSWORD=§ postgres',
  'ansible_become_pass: §',
  '<password>§</password>',
  '<Setting name="password" value="§"/>',
  '- name: DB_PASSWORD\n  value: §',
  '{"key": "DB_PASSWORD", "value": "§"}',
  'variable "db_password" {\n  default = "§"\n}',
  'postgres://app:§@db:5432/app',
  'redis://:§@cache:6379',
  'export HTTPS_PROXY=http://bob:§@proxy:3128',
  'Driver={ODBC};Server=db;UID=sa;PWD=§;',
  'required username="u" password="§";',
  "sshpass -p '§' ssh root@h",
  'wget --user=a --password=§ https://h',
  'mongosh -u root -p § host',
  "mysqldump -u root -p'§' db",
  'mysql -u root -p§ db',
  'ldapsearch -D cn=a -w § -b dc=x',
  '7z a -p§ a.7z b',
  'net use Z: \\\\srv\\share /user:dom\\bob §',
  'localhost:5432:shop:app:§',
  'machine h\n  login bob\n  password §\n',
  'curl --user bob:§ https://h',
  'htpasswd -b .htpasswd bob §',
  'echo "§" | docker login -u a --password-stdin',
  "echo 'root:§' | chpasswd",
  'String password = "§";',
  "const password: string = '§';",
  '"password" => "§"',
  'login(username="a", password="§")',
  "if (password === '§') ok()",
  "ALTER USER app WITH PASSWORD '§';",
  "GRANT ALL ON shop TO 'a' IDENTIFIED BY '§'",
  'requirepass §',
  'spring.mail.password=§',
  'WIFI:S:office;T:WPA;P:§;;',
  'sqlplus app/§@db',
  'ConvertTo-SecureString "§" -AsPlainText',
  'auth=("bob", "§")',
  'the password is §',
  'The password for the staging server is §.',
  'use password § to log in',
  'my password has always been §, sorry',
  'Log in as admin / §',
  'credentials: admin:§',
  'you need the wifi password (§)',
  '**Password:** §',
  '| password | § |',
  '| user | password |\n|---|---|\n| admin | § |',
  'user,password\nadmin,§',
  '<property name="connection.password">§</property>',
  '<td>Password</td><td>§</td>',
  '<li>Password: <code>§</code></li>',
  '<password><![CDATA[§]]></password>',
  'setPassword("§")',
  'password <- "§"',
  'openssl enc -aes-256-cbc -k § -in a',
  'ssh-keygen -p -P § -N "" -f key',
  'http -a bob:§ GET example.org/x',
  "ALTER LOGIN sa WITH PASSWORD = N'§'",
  'user/pass: a/§',
  "reset his password, it's § now",
  'WLAN-Schlüssel: §',
  'Password is\n> §',
  'Passwort: §',
  'Das Kennwort lautet §.',
  'la contraseña del servidor es §',
  'le mot de passe est §',
  'A senha é §',
  'het wachtwoord is §',
  'Пароль от базы — §',
  '密码是 §',
  'パスワードは「§」です',
  '비밀번호: §',
  'heslo je §',
  'lösenordet är §',
  'salasana on §',
  'كلمة المرور هي §',
  'หรือ รหัสผ่านคือ §',
];

/** Places for a key or token, `§` in each. */
export const keyPlaces: readonly string[] = [
  'SECRET_KEY=§',
  'kind: Secret\ndata:\n  cert.pem: §\n',
  'Authorization%3A%20Bearer%20§',
  'secret_key_base: §',
  'TOKEN=§',
  'X-API-Key: §',
  'Authorization: Bearer §',
  'Authorization: §',
  'Set-Cookie: sid=§; Path=/; HttpOnly',
  'Cookie: theme=dark; JSESSIONID=§',
  '/v1/x?access_token=§&a=1',
  'https://api.example.org/x?key=§',
  'the api key is §',
  'api token for CI = §',
  "const apiKey = '§';",
  '"client_secret": "§"',
  'the consul token §',
  '--api-key §',
  'aws_secret_access_key = §',
  'aws configure set aws_secret_access_key §',
  'https://§@git.example.org/a/b',
  'curl -H "X-Api-Key: §" h',
  'DSN=https://§@o1.ingest.example.org/2',
  'der API-Schlüssel ist §',
  'токен: §',
  '密钥：§',
  'personal access token → §',
  'API token:\n\n    §\n',
  "jwt.sign(payload, '§')",
  'token = os.getenv("T", "§")',
  'process.env.TOKEN || "§"',
  '<key>ApiKey</key>\n<string>§</string>',
  'APIキー: §',
  'vault login §',
];

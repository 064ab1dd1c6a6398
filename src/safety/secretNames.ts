/** What a value is when a name before it says so. */
export type NamedKind = 'password' | 'key' | 'authorization' | 'credentials';

/** Names of passwords in any place of a longer name: `dbPassword`, `ADMIN_PASSWD`. */
const passwords = [
  'pass[ _-]?phrase',
  'pass[ _-]?code',
  'passwo?r?d',
  'pwd',
  'pass[ _-]?key',
  '(?:access|unlock|security|secret)[ _-]?code',
  'p(?:s|ass)?wo?rd',
  'pswd',
  'psk',
  'pre[ _-]?shared[ _-]?key',
  '(?:src|dest)?storepass',
  '(?:wi-?fi|wlan|network|netzwerk)[ _-]?(?:key|code|schlüssel)',
  'keypass',
  'userpass',
  'requirepass',
  'masterauth',
  // German, Spanish, French, Portuguese, Italian, Dutch, Nordic
  'passwort',
  'kennwort',
  'zugangswort',
  'contraseña',
  'contrasena',
  'contrasenya',
  'mots? de passe',
  'senha',
  'palavra[ -]passe',
  'parola d.ordine',
  'wachtwoord',
  'lösenord',
  'passord',
  'adgangskode',
  'kodeord',
  'salasana',
  'lykilorð',
  // Slavic, Baltic, Hungarian, Romanian, Greek, Turkish
  'hasł[oa]',
  'hesl[oa]',
  'geslo',
  'lozinka',
  'парол[ьяюеа]м?',
  'лозинка',
  'slaptažodis',
  'parool',
  'jelszó',
  'jelszava',
  'salasõna',
  'cyfrinair',
  'pasfhocal',
  'fjalëkalim\\w*',
  'pasahitza',
  'pasvorto',
  'neno la siri',
  'kata laluan',
  'гасло',
  'пароль',
  'құпия сөз',
  'нууц үг',
  'პაროლი',
  'գաղտնաբառ',
  'parol[aăe]',
  'κωδικός',
  'şifre(?:si)?',
  'sifre',
  // Arabic, Hebrew, Persian, Hindi, Thai, Vietnamese, Indonesian
  'كلمة (?:المرور|السر)',
  'رمز عبور',
  'סיסמ[הת]',
  'पासवर्ड',
  'गुप्तशब्द',
  'কুটশব্দ',
  'পাসওয়ার্ড',
  'கடவுச்சொல்',
  'పాస్.?వర్డ్',
  'پاس ?ورڈ',
  'گذرواژه',
  'ពាក្យសម្ងាត់',
  'รหัสผ่าน',
  'mật khẩu',
  'kata sandi',
  // Chinese, Japanese, Korean
  '密[码碼]',
  '口令',
  'パスワード',
  '暗証番号',
  '비밀번호',
  '암호',
  '패스워드',
];

/** Names of keys and tokens. Their values have to look like chance, for the words stand in all code. */
const keys = [
  'secret',
  'token',
  'api[ _-]?(?:key|キー|키|密[钥鑰])',
  '(?:access|private|auth|signing|signature|encryption|encrypt|decryption|master|account|shared|service|license|licence|application|app|client|admin|subscription|functions|session|hmac|cipher|crypto|storage|write|read|deploy|server|integration|ingest|webhook|root|host|primary|secondary)[ _-]?key',
  'key[ _-]?(?:data|secret|material)',
  'salt',
  'mnemonic',
  'session[ _-]?id',
  'sessid',
  'connect\\.sid',
  'jeton',
  'schlüssel',
  'clé d.api',
  'clave (?:de )?api',
  'chave (?:de )?api',
  'токен',
  'ключ',
  '令牌',
  '密[钥鑰]',
  'トークン',
  'シークレット(?:キー)?',
  '(?:アクセス|秘密)(?:キー|鍵)',
  '(?:액세스|비밀) ?키',
  '토큰',
];

/** Short names, which are parts of other words and so must be words themselves, or parts of a name that is written together. */
const shortPasswords = ['pass', 'pw', 'clave', 'passe', 'code d.accès'];
const shortKeys = ['auth', 'key', 'dsn', 'sid', 'sig', 'hash_key'];

const credentials = [
  'credentials?',
  'creds',
  'logins?',
  'zugangsdaten',
  'anmeldedaten',
  'identifiants',
  'credenciales',
  'accesos?',
];
const authorizations = ['(?:proxy-)?authorization'];

const any = (list: readonly string[]): string => `(?:${list.join('|')})`;

/** Each name in a text, as one of the groups. The names of one group do not begin alike for long, and none repeats anything. */
export const namesPattern = new RegExp(
  [
    `(?<authorization>${any(authorizations)})`,
    `(?<password>${any(passwords)})`,
    `(?<key>${any(keys)})`,
    `(?<credentials>${any(credentials)})`,
    `(?<shortPassword>${any(shortPasswords)})`,
    `(?<shortKey>${any(shortKeys)})`,
  ].join('|'),
  'giu',
);

/** What follows in a longer name and makes it the name of something else: `password_file`, `tokenType`, `secretName`. */
export const otherThings =
  /(?:files?|path|dir|folder|url|uri|name|names|id|ids|type|types|kind|count|length|len|size|limit|limits|field|fields|hint|policy|expir\w*|ttl|age|env|var|variable|label|placeholder|prompt|reset|required|manager|provider|store|service|server|izer|izers|ized|ise|ize|hash(?:ing|er|ed)?|strength|check\w*|valid\w*|confirm\w*|less|ref|version|format|position|index|pos|stack|list|map|set|endpoint|regex|pattern|prefix|suffix|usage|budget|bucket|rotation|algorithm|bits|encoding|authentication|auth_?enabled|enabled|disabled|changed?|updated?|at|date|stream|class|schema|option|options|mode|methods?|protocol|issuer|audience|scope|scopes|code|status|error|message|description|title|event|input|button|form|state|cache|handler|callback|request|response|header|parser|reader|writer|factory|builder|resolver|binding|board|frames?|words?|points?|mgr|realms?)$/i;

/** What stands before `key` in names of what is no secret. */
export const publicThings =
  /(?:public|foreign|sort|partition|cache|idempotency|object|row|unique|storage|translation|lookup|dedupe|group|map|query|publishable|composite|natural|surrogate|hot|short|arrow|sort|registry|host|known|i18n|state|react|item|list|data|event|routing|answer|metadata|content|config|verification|ssh[_ -]?host|turn|tree|label)[ _-]?$/i;

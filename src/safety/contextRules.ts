import { fileForms, fileRules } from './fileRules.ts';
import { serviceRules } from './serviceRules.ts';
import type { TokenRule } from './tokenRules.ts';

/** A secret in the place that a command, a file or an address has for it. Each has a group `secret`. */
const rule = (kind: string, marker: string, form: RegExp): TokenRule => ({ kind, marker, form });

const words = String.raw`(?:[^\n|;]|\\\n){0,200}?`;
const value = String.raw`(?<quote>["']?)(?<secret>[^\s"']{3,200})\k<quote>`;
const option = (program: string, letters: string): RegExp =>
  new RegExp(String.raw`\b(?:${program})\b${words}\s-(?:${letters})[ =]?${value}`, 'g');

const loose = [
  /\b(?:log|sign)(?:ged|ging|s|ning|ned)?[ -]?(?:in|on)\s{1,3}(?:as|with|using)\s{1,3}["'`]?[^\s"'`]{1,60}?["'`]?\s{0,3}(?:\/|:|,|and|with|und)\s{0,3}["'`]?(?<secret>[^\s"'`\\]{6,100}?)(?=["'`.,;)]{0,3}(?:\s|$))/gi,
  /\b(?:\w{0,20}basic_?auth|auth|login|authenticate|signin|\w{0,20}credentials?)\w{0,20}\s{0,3}[=:]?\s{0,3}\(\s{0,3}["'][^"'\n]{1,60}["']\s{0,3},\s{0,3}["'](?<secret>[^"'\n]{6,100})["']/gi,
  /\b(?:user(?:name)?[ ]?[/:|,&+][ ]?(?:pass(?:word|wd)?|pw)|logins?|creds?)\b\s{0,3}(?:[:=]|is|are)?\s{0,3}["'`]?[^\s"'`:/|@]{1,60}["'`]?\s{0,3}[:/|]\s{0,3}["'`]?(?<secret>[^\s"'`\\]{6,100}?)(?=["'`.,;)]{0,3}(?:\s|$))/gi,
  /(?<=^|\n)AUTH\s{1,3}(?:\S{1,60}\s{1,3})?(?<secret>\S{6,200})(?=\s*(?:\n|$))/g,
  /\b(?:jwt\.\w{2,12}\(\s{0,3}[^,\n"']{1,80}|createHmac\(\s{0,3}["'][\w-]{2,20}["']),\s{0,3}["'](?<secret>[^"'\n]{8,200})["']/g,
  /\bcommunity(?: string)?["']?(?:\s{0,3}[:=]|\s(?:is\s)?)\s{0,3}["'`]?(?<secret>[^\s"'`\\]{6,60}?)(?=["'`.,;)]{0,3}(?:\s|$))/gi,
];
/** Rules that find other things too, so that what they find has to look like a password. */
export const looseRules: ReadonlySet<RegExp> = new Set([...loose, ...fileForms]);

export const contextRules: readonly TokenRule[] = [
  ...loose.map((form) => rule('password', '', form)),
  ...fileRules,
  ...serviceRules,
  // Commands
  rule(
    'credentials',
    'curl',
    /\bcurl\b(?:[^\n|;]|\\\n){0,400}?\s(?:-u|--user|-U|--proxy-user)[ =]?["']?[^\s:"']{0,100}:(?<secret>[^\s"']{1,200})/g,
  ),
  rule(
    'password',
    ' -p',
    /\b(?:mysql|mysqldump|mysqladmin|mysqlimport|mysqlshow|mariadb|mariadb-dump|mycli)\b(?:[^\n|;]|\\\n){0,200}?\s-p(?<quote>["']?)(?<secret>[^\s"'-][^\s"']{2,200})\k<quote>/g,
  ),
  rule('password', 'sshpass', /\bsshpass\s{1,3}-p\s{0,3}(?<quote>["']?)(?<secret>[^\s"']{3,200})\k<quote>/g),
  rule(
    'password',
    ' -p',
    option(
      'docker|podman|nerdctl|buildah|skopeo|helm|oc|az|twine|mongo|mongosh|mongodump|mongorestore|mongoexport|mongoimport|cqlsh|ibmcloud|cf|oras|crane|snowsql|rclone|influx|arangosh|hdbsql',
      'p',
    ),
  ),
  rule('password', ' -a', option('redis-cli|valkey-cli|keydb-cli', 'a')),
  rule('password', ' -P', option('sqlcmd|bcp|osql|isql|tsql|zip|unzip|impala-shell|usql|ipmitool', 'P')),
  rule('password', ' -w', option('ldapsearch|ldapadd|ldapmodify|ldapdelete|ldapwhoami|ldappasswd', 'w')),
  rule('password', '7z', /\b7z[az]?\b[^\n|;]{0,200}?\s-p(?<secret>[^\s"']{3,200})/g),
  rule('password', 'rar', /\b(?:un)?rar\b[^\n|;]{0,200}?\s-h?p(?<secret>[^\s"']{3,200})/g),
  rule(
    'password',
    'htpasswd',
    /\bhtpasswd\s[^\n|;]{0,100}?-\w{0,5}b\w{0,5}\s[^\n|;]{0,200}?\s(?<secret>[^\s"';|]{3,200})(?=\s*(?:\n|$|[|;&]))/g,
  ),
  rule(
    'password',
    '%',
    /\b(?:smbclient|rpcclient|smbmap|net|mount\.cifs|wmic|winexe)\b[^\n|;]{0,200}?\s-U\s{0,3}["']?[^\s%"']{1,100}%(?<secret>[^\s"']{3,200})/g,
  ),
  rule('password', 'pass:', /\bpass:(?<secret>[^\s"']{4,200})/g),
  rule(
    'password',
    'net use',
    /\bnet use\s[^\n]{0,200}?\s\/user:\S{1,100}\s{1,3}(?<secret>[^\s"'/]{4,200})/gi,
  ),
  rule('password', 'net user', /\bnet user\s{1,3}\S{1,100}\s{1,3}(?<secret>[^\s"'/]{4,200})/gi),
  rule('password', '/p', /\b[wx]?freerdp\b[^\n]{0,200}?\s\/p:["']?(?<secret>[^\s"']{3,200})/g),
  rule(
    'password',
    'rabbitmqctl',
    /\brabbitmqctl\s{1,3}(?:add_user|change_password|authenticate_user)\s{1,3}\S{1,100}\s{1,3}["']?(?<secret>[^\s"']{3,200})/g,
  ),
  rule(
    'password',
    'chpasswd',
    /\becho\s{1,3}["']?[\w.-]{1,60}:(?<secret>[^\s"']{3,200})["']?\s{0,3}\|[^\n]{0,40}\bchpasswd/g,
  ),
  rule(
    'password',
    '-stdin',
    /\becho\s{1,3}(?:-n\s{1,3})?(?<quote>["']?)(?<secret>[^\s"']{5,200})\k<quote>\s{0,3}\|[^\n]{0,100}-stdin/g,
  ),
  rule(
    'password',
    'sudo',
    /\becho\s{1,3}(?:-n\s{1,3})?(?<quote>["']?)(?<secret>[^\s"'$]{4,200})\k<quote>\s{0,3}\|\s{0,3}sudo\s{1,3}[^\n]{0,20}-\w{0,3}S/g,
  ),
  rule(
    'password',
    'wpa_passphrase',
    /\bwpa_passphrase\s{1,3}(?:"[^"\n]{1,60}"|\S{1,60})\s{1,3}["']?(?<secret>[^\s"']{8,63})/g,
  ),
  rule(
    'password',
    'sqlplus',
    /\bsqlplus\s{1,3}(?:-\w{1,3}\s{1,3}){0,3}["']?[^\s/"']{1,60}\/(?<secret>[^\s@"']{3,200})@/g,
  ),
  rule('password', 'lftp', /\blftp\b[^\n]{0,200}?\s-u\s{0,3}[^\s,]{1,60},(?<secret>[^\s"']{3,200})/g),
  rule(
    'key',
    'mc ',
    /\bmc\s{1,3}alias\s{1,3}set\s{1,3}\S{1,60}\s{1,3}\S{1,200}\s{1,3}\S{3,100}\s{1,3}["']?(?<secret>[^\s"']{8,200})/g,
  ),
  rule(
    'key',
    'configure set',
    /\bconfigure set\s{1,3}[\w.]{0,60}(?:secret|token|password|key)[\w.]{0,30}\s{1,3}["']?(?<secret>[^\s"']{8,2000})/g,
  ),
  rule(
    'password',
    'SecureString',
    /\bConvertTo-SecureString\s{1,3}(?:-String\s{1,3})?["'](?<secret>[^"'\n]{4,200})["']/g,
  ),

  rule(
    'password',
    'ssh-keygen',
    /\bssh-keygen\b[^\n|;]{0,200}?\s-[NP]\s{0,3}(?<quote>["']?)(?<secret>[^\s"']{4,200})\k<quote>/g,
  ),
  rule(
    'password',
    'openssl',
    /\bopenssl\b[^\n|;]{0,200}?\s-(?:k|K)\s{1,3}(?<quote>["']?)(?<secret>[^\s"']{4,200})\k<quote>/g,
  ),
  rule(
    'credentials',
    'http',
    /\bhttps?\s[^\n|;]{0,200}?(?:-a|--auth)[ =]["']?[^\s:"']{1,100}:(?<secret>[^\s"']{3,200})/g,
  ),
  rule(
    'password',
    'net use',
    /\bnet use\s{1,3}\S{1,60}\s{1,3}\\\\\S{1,200}\s{1,3}(?<secret>[^\s"'/*]{4,200})\s{1,3}\/user/gi,
  ),
  rule('password', '<<<', /-S[^\n<]{0,60}<<<\s{0,3}(?<quote>["']?)(?<secret>[^\s"']{4,200})\k<quote>/g),
  rule(
    'password',
    '-stdin',
    /\bprintf\s{1,3}["']?%s(?:\\n)?["']?\s{1,3}(?<quote>["']?)(?<secret>[^\s"']{5,200})\k<quote>\s{0,3}\|[^\n]{0,100}-stdin/g,
  ),
  rule(
    'key',
    'vault login',
    /\bvault login\s{1,3}(?:-\S{1,40}\s{1,3}){0,3}(?<secret>[^\s"'-][^\s"']{7,200})/g,
  ),

  // Files
  rule(
    'password',
    'login',
    /\blogin\s{1,20}\S{1,200}\s{1,20}password\s{1,20}["']?(?<secret>[^\s"']{3,200})/g,
  ),
  rule(
    'password',
    ':',
    /(?<=^|\n)[^\s:#]{1,200}:(?:\d{4,5}|\*):(?!\d{1,9}:)[^\s:]{1,100}:[^\s:]{1,100}:(?<secret>[^\s:]{3,200})(?=\s*(?:\n|$))/g,
  ),
  rule(
    'password-hash',
    ':',
    /(?<=^|\n)[\w.@-]{1,60}:(?<secret>(?=[./A-Za-z]{0,12}\d)(?=[./A-Za-z0-9]{0,12}[A-Z])(?=[./A-Z0-9]{0,12}[a-z])[./A-Za-z0-9]{13})(?=\s*(?:\n|$))/g,
  ),
  rule('key', '"auth"', /"auth"\s{0,3}:\s{0,3}"(?<secret>[A-Za-z0-9+/]{8,}={0,2})"/g),
  rule('key', '"d"', /"d"\s{0,3}:\s{0,3}"(?<secret>[\w-]{40,})"/g),
  rule(
    'private-key',
    'Private-Lines:',
    /Private-Lines: \d{1,4}\s{1,4}(?<secret>(?:[A-Za-z0-9+/=]{4,80}\s{1,4}){1,200})/g,
  ),
  rule('key', 'vault', /\bUnseal Key \d{1,2}: (?<secret>[A-Za-z0-9+/=]{20,})/g),
  rule(
    'password',
    "BY '",
    /\bIDENTIFIED\s{1,3}(?:WITH\s{1,3}\S{1,60}\s{1,3})?BY\s{1,3}(?:PASSWORD\s{1,3})?'(?<secret>[^'\n]{3,200})'/gi,
  ),
  rule('password', "'", /(?<!["'`])\bPASSWORD\s{0,3}\(?\s{0,3}'(?<secret>(?! )[^'\n]{3,200})'/gi),
  rule('password', '', /\bIDENTIFIED\s{1,3}BY\s{1,3}"?(?<secret>(?=[^\s";]{0,40}\d)[^\s";']{4,200})/gi),
  rule(
    'password',
    'sp_',
    /\bsp_(?:addlogin|password)\s{1,3}N?'[^'\n]{0,100}'\s{0,3},\s{0,3}N?'(?<secret>[^'\n]{3,200})'/g,
  ),

  // Addresses without a scheme
  rule('credentials', '@', /\b[\w.%+-]{1,60}:(?<secret>[^\s"'`@/]{1,100})@(?:tcp|unix)\(/g),
  rule('credentials', 'jdbc:oracle', /jdbc:oracle:\w{2,6}:[^\s/"']{1,60}\/(?<secret>[^\s@"']{1,200})@/g),
  rule(
    'key',
    '=',
    /[?&](?:X-Amz-(?:Signature|Security-Token)|X-Goog-Signature|sig|signature|Signature|hmac|auth|access_key|key|apikey|code|sid|jwt)=(?<secret>(?=[^\s&"'<>#]{0,60}\d)[^\s&"'<>#]{16,2000})/g,
  ),
  rule('key', 'ignature=', /\bSignature=(?<secret>[A-Fa-f0-9]{32,}|[A-Za-z0-9+/]{40,}={0,2})/gi),
  rule('key', '/bot', /api\.telegram\.org\/bot(?<secret>[^\s/"']{20,100})/g),
  rule('webhook', '/webhook', /\/webhooks?\/(?!\d{10,}\/)(?<secret>(?=[^\s"']{0,60}\d)[\w@/-]{30,300})/g),
  rule(
    'webhook',
    'hooks.',
    /\bhooks\.[a-z.-]{3,60}\/[\w/-]{0,60}?(?<secret>[\w-]{20,}(?:\/[\w-]{6,60}){0,3})/g,
  ),

  rule('password', 'WIFI:', /\bWIFI:[^\n]{0,120}?\bP:(?<secret>[^;\n]{4,100})/g),
  rule(
    'totp',
    '',
    /\b(?:totp|otp|2fa|mfa|authenticator|one-time password)\b[^\n:=]{0,40}(?:[:=]|\bis\b)\s{0,3}["'`]?(?<secret>[A-Z2-7]{16,64})\b/gi,
  ),
  rule('authorization', 'asic ', /\b[Bb]asic\s{1,3}(?<secret>[A-Za-z0-9+/]{10,}={0,2})(?![\w-])/g),
  rule('key', 'appid=', /[?&]app_?id=(?<secret>[a-f0-9]{32})\b/g),

  // Words that are a key together
  rule(
    'password',
    '',
    /\b(?:pin|PIN|Pin)(?:[ -]?code)?["']?\s{0,3}(?:is|ist|lautet|es|est|:|=)\s{0,3}["'`]?(?<secret>\d{4,8})\b/g,
  ),
  rule(
    'seed-phrase',
    ' ',
    /\b(?:mnemonic|seed|recovery|secret)[ _-]?(?:phrase|words?)?["']?\s{0,3}(?:[:=]|is)\s{0,3}["'`“]?(?<secret>(?:[a-z]{3,8}[ ,]{1,2}){11,23}[a-z]{3,8})/gi,
  ),
  rule(
    'recovery-codes',
    'codes',
    /\b(?:recovery|backup|scratch|emergency|one-time)[ -]codes?\b[^\n:]{0,40}:\s{0,20}(?<secret>(?:[a-z0-9]{3,10}(?:-[a-z0-9]{3,10}){0,4}(?:[,;]?\s{1,4}(?:and )?|$)){2,20})/gi,
  ),
  rule('authorization', 'Bearer ', /\bBearer\s{1,3}(?<secret>(?=[\w.~+/=-]{0,200}\d)[\w.~+/=-]{16,})/g),
  rule(
    'authorization',
    'asic ',
    /\bAuthorization["']?\s{0,3}[:=]\s{0,3}["']?Basic\s{1,3}(?<secret>[A-Za-z0-9+/]{6,}={0,2})/gi,
  ),
];

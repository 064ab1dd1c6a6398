import { workTalk } from './entityReferenceColours.ts';
import type { Region } from './entityReferenceRegion.ts';
import { isUnspacedLetter } from '../text/scripts.ts';

/** More than one word: `C#7`, `page#12` and `bpo#12` are something else. */
const compound = /^[A-Za-z][A-Za-z\d]*(?:[-_][A-Za-z\d]+){0,4}[-_][A-Za-z][A-Za-z\d]+$/;
/** Places, people and what is counted, as the last word of such a name. */
const otherName =
  /[-_](?:issues?|bugs?|prs?|tickets?|tasks?|pages?|sections?|channels?|chats?|rooms?|notes?|guides?|docs?|files?|chapters?|anchors?|users?|names?|nicks?|threads?|workers?|pools?|queues?|nodes?|pods?|replicas?|shards?|instances?|jobs?|builds?|runs?|tests?|cases?|steps?|items?|lines?|rows?|cols?|columns?|slots?|players?|teams?|ids?|num|numbers?|versions?|levels?|frames?|keys?|index|idx|args?|params?|colou?rs?)$/i;
const otherTalk =
  /(?:\b(?:channels?|users?|discord|slack|irc|players?|accounts?|friends?)|频道|頻道|チャンネル|ユーザー?|用户|用戶|채널|사용자)[\s:："'`]{0,3}$/i;
/** What people say of something that is to be done. */
const leading =
  /(?:\b(?:when|until|unless|once|after|before|since|because of|due to|depends on|blocked (?:by|on)|(?:fixed|solved|tracked|reported|described|done|made|introduced) (?:by|in|with)|duplicate of|related to|same as|follow-up (?:to|of)|via|per|cf\.)\s|(?:详见|詳見|詳細|詳しく|参照|参考|関連|相关|修复|修正|対応)[はをに]?[\s:：]{0,3})$/i;
const trailing =
  /^\s(?:is|was|gets?|has been|will be|are)\s(?:fixed|closed|resolved|merged|released|done|open|solved|landed)\b/i;

/** `log-reader#12` in a sentence: a project that is named without its group, as colleagues do. */
export function isProjectAlone(
  body: string,
  start: number,
  path: string,
  end: number,
  where: Region['kind'],
): boolean {
  if (where !== 'prose' && where !== 'comment') return false;
  if (!compound.test(path) || otherName.test(path)) return false;
  const before = body.slice(Math.max(0, start - 40), start);
  if (/[\w@=?$~%\\&#!+:/."'`<-]$/.test(before) || otherTalk.test(before)) return false;
  return (
    workTalk.test(before) ||
    leading.test(before) ||
    trailing.test(body.slice(end, end + 40)) ||
    (/(?:^|[^\w)\]])[([（【「『]$/.test(before) && /^[)\]）】」』]/.test(body.slice(end, end + 1))) ||
    isUnspacedLetter(body, end) ||
    isUnspacedLetter(body, start - (body[start - 1] === ' ' ? 2 : 1))
  );
}

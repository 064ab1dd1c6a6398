import type { Category } from '../../../core/memory/memory.ts';
import type { Speaker } from '../../../core/conversation/turn.ts';
import { englishSigns } from './englishSigns.ts';
import { englishStateSigns } from './englishStateSigns.ts';
import { germanSigns } from './germanSigns.ts';
import { frenchSigns, spanishSigns } from './romanceSigns.ts';
import type { Sign } from './sign.ts';

/** What the words of a clause weigh together. */
export interface Weighed {
  readonly category: Category;
  /** 0.8 and more is a statement; what tells more than one thing has more than 1. */
  readonly weight: number;
  /** What is said, without the words that say that something is. */
  readonly told: string;
}

const languages: readonly { readonly known: RegExp; readonly signs: readonly Sign[] }[] = [
  { known: /[a-z]/i, signs: [...englishSigns, ...englishStateSigns] },
  {
    known:
      /(?<!\p{L})(?:wir|ich|nicht|und|der|die|das|ist|sind|bitte|immer|nie|kein\p{L}{0,2}|auf|wird|für|ein\p{L}{0,2})(?!\p{L})/iu,
    signs: germanSigns,
  },
  {
    known: /(?<!\p{L})(?:on|nous|les?|la|des?|une?|est|pas|pour|il|je|ne|en|du|toujours|jamais)(?!\p{L})/iu,
    signs: frenchSigns,
  },
  {
    known: /(?<!\p{L})(?:el|la|los|las|de|que|no|en|con|una?|es|para|por|siempre|nunca|hemos)(?!\p{L})/iu,
    signs: spanishSigns,
  },
];

/** Something is set against another thing, which is how choices are told. */
const contrast =
  / (?:instead of|rather than|over|and not|but not|and never|statt|anstatt|anstelle|und nicht|sondern|plutôt qu|au lieu de|et pas|en lugar de|en vez de|y no) |, (?:not|nicht|pas|no|just|always|never|kein\p{L}{0,2}) /iu;
/** It is to hold on. */
const lasting =
  /(?<!\p{L})(?:from now on|going forward|everywhere|in (?:this|our|the) (?:project|repo|repository|codebase|code base|monorepo|team)|across the (?:project|repo|codebase|team)|for (?:all|every|new|any|anything|everything)|anymore|any more|anything (?:in|under|below|inside)|only(?=$|[.,;])|ever|directly|by hand|without (?:asking|my|a|an)|in (?:prod|production|ci|migrations?)|überall|in diesem (?:projekt|repo)|für alle|mehr|direkt|dans (?:ce|le) (?:projet|dépôt)|partout|en (?:este|el) (?:proyecto|repo)|directamente)(?!\p{L})/iu;
/** A purpose or a reason within the clause. */
const purpose =
  /,? (?:because|since|so (?:that|we|it|they)|cause|cuz|bc|b\/c|due to|to (?:avoid|match|keep|save|reduce|prevent)|otherwise|or else|or (?:ci|the build|it|they|you)|weil|damit|sonst|da|wegen|parce|car|sinon|pour éviter|porque|ya que|para que|si no|para evitar) |, (?:it|they|that|this|the (?:build|ci|vendor))(?:'s| is| gets?| are| will| breaks?| doesn't| can't| has) /iu;
/** Names of things: code, paths, versions, numbers, words with capitals within the clause. */
const named = /[\uE000\d]|\w\/|\w\.\w|(?<=\p{L}[\p{L}'’]* )\p{Lu}[\p{L}\d]+|\p{Ll}\p{Lu}|_/u;

/** Whoever writes a word in capitals means it. */
const stressed = /(?<!\p{L})(?:NEVER|ALWAYS|ONLY|NOT|MUST|DON'T|DO NOT|WON'T|NO)(?!\p{L})/u;

/** The category of which a clause has most signs; undefined for one without any. */
export function weighSigns(clause: string, speaker: Speaker, hasReason: boolean): Weighed | undefined {
  const text = clause.replaceAll('’', "'");
  const sums = new Map<Category, Weighed>();
  for (const { known, signs } of languages)
    if (known.test(text)) for (const each of signs) addSign(sums, each, text, speaker);
  let best: Weighed | undefined;
  for (const each of sums.values()) if (best === undefined || each.weight > best.weight) best = each;
  if (!best) return undefined;
  return { ...best, weight: best.weight + backing(best.category, text, hasReason) };
}

function addSign(
  sums: Map<Category, Weighed>,
  { category, words, weight, by, isAround }: Sign,
  text: string,
  speaker: Speaker,
): void {
  if (by !== undefined && by !== speaker) return;
  const found = words.exec(text);
  if (!found) return;
  const behind = text.slice(found.index + found[0].length).trim();
  const told = isAround === true ? text : behind;
  const before = sums.get(category);
  if (!before) sums.set(category, { category, weight, told });
  else
    sums.set(category, {
      category,
      weight: before.weight + weight,
      told: told.length > before.told.length ? told : before.told,
    });
}

function backing(category: Category, text: string, hasReason: boolean): number {
  const reason = hasReason || purpose.test(text) ? 0.25 : 0;
  const names = named.test(text) ? 0.1 : 0;
  if (category === 'fact') return reason + (names > 0 ? 0.2 : 0);
  if (category === 'blocker' || category === 'procedure') return names;
  const stress = stressed.test(text) && /\p{Ll}{3}/u.test(text) ? 0.3 : 0;
  return stress + reason + names + (contrast.test(` ${text} `) ? 0.25 : 0) + (lasting.test(text) ? 0.25 : 0);
}

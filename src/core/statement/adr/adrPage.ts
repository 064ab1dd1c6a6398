import type { AdrFrontMatter } from './adrFrontMatter.ts';
import type { AdrRole } from './adrHeadings.ts';
import { isMetadata, labelledParts, type LabelledPart } from './adrLabels.ts';
import { type AdrLine, type AdrMarkup, type AdrOutline, outlineOf, readLines } from './adrOutline.ts';
import { type AdrStatus, isEnded, readAdrStatus, readEndedBanner } from './adrStatus.ts';

/** A record taken apart, whatever shape its author gave it: headings, labels, tables, or a sentence. */
export class AdrPage {
  readonly #markup: AdrMarkup;
  readonly #front: AdrFrontMatter;
  readonly #lines: readonly AdrLine[];
  readonly #outline: AdrOutline;
  readonly #labels: readonly LabelledPart[];

  constructor(lines: readonly string[], markup: AdrMarkup, front: AdrFrontMatter) {
    this.#markup = markup;
    this.#front = front;
    this.#lines = readLines(lines.slice(front.length), markup);
    this.#outline = outlineOf(this.#lines);
    this.#labels = labelledParts(this.#lines);
  }

  get title(): string {
    return this.#outline.title || this.#front.title || this.#labelled('title', 0);
  }

  /** The text of a part under its heading, else behind its label. */
  part(role: AdrRole): string {
    return this.#section(role, 0) || this.#section(role, 1) || this.#labelled(role, 0);
  }

  get decision(): string {
    return (
      this.part('decision') ||
      this.#front.decision ||
      this.#paragraph(yStatement) ||
      this.#section('decision', 2) ||
      this.#labelled('decision', 2) ||
      this.#plainDecision() ||
      this.part('summary')
    );
  }

  /** What the record says of itself, unless a mark in its title or above its text says that it has ended since. */
  get status(): AdrStatus | undefined {
    const said = [
      this.#section('status', 0),
      this.#section('status', 1),
      this.#labels
        .filter(({ named }) => named.role === 'status')
        .map(({ lines }) => textOf(lines, this.#markup))
        .join('\n'),
      this.#front.status,
    ]
      .map((text) => readAdrStatus(text))
      .find((status) => status !== undefined);
    return isEnded(said) ? said : (this.#mark() ?? said);
  }

  #mark(): AdrStatus | undefined {
    const { title, preamble } = this.#outline;
    const brackets = [...title.matchAll(/\[([^\][]*)\]|\(([^()]*)\)/g)].map(
      ([, square, round]) => square ?? round ?? '',
    );
    const banners = preamble.flatMap(({ text }) => (text.trim() === '' ? [] : [text])).slice(0, maxBanners);
    const found = [...brackets, ...banners]
      .map((text) => readEndedBanner(text))
      .find((status) => status !== undefined);
    if (found) return found;
    if (/^~~.*~~$/.test(title)) return 'deprecated';
    const successors = this.#lines.map(({ text, isCode }) =>
      isCode ? '' : (successorField.exec(text.slice(0, 300))?.[1] ?? ''),
    );
    return [this.#front.successor, ...successors].some((value) => namesRecord.test(value))
      ? 'superseded'
      : undefined;
  }

  #section(role: AdrRole, rank: number): string {
    const texts = this.#outline.sections
      .filter(({ named }) => named?.role === role && named.rank === rank)
      .toSorted((a, b) => a.level - b.level)
      .map(({ named, lines }) => `${named?.rest ?? ''}\n\n${textOf(lines, this.#markup)}`.trim())
      .filter((text) => text !== '');
    return (role === 'consequences' ? texts.join('\n\n') : texts[0]) ?? '';
  }

  #labelled(role: AdrRole, rank: number): string {
    const part = this.#labels.find(
      ({ named, lines }) => named.role === role && named.rank === rank && textOf(lines, this.#markup) !== '',
    );
    return part ? textOf(part.lines, this.#markup) : '';
  }

  /** What stands above the first section where it reads like a decision, else the paragraph that does, else the former. */
  #plainDecision(): string {
    const { preamble } = this.#outline;
    const text = textOf(
      preamble.filter((line) => line.isCode || !isMetadata(line.text)),
      this.#markup,
    );
    if (preamble.some((line) => decides.test(line.text.slice(0, 200)))) return text;
    return this.#paragraph(decides) || text;
  }

  /** The first paragraph that begins as `start` says. */
  #paragraph(start: RegExp): string {
    const at = this.#lines.findIndex((line) => isText(line) && start.test(line.text.slice(0, 200)));
    if (at < 0) return '';
    const end = this.#lines.findIndex(
      (line, index) => index > at && (line.level !== undefined || line.text.trim() === ''),
    );
    return textOf(this.#lines.slice(at, end < 0 ? undefined : end), this.#markup);
  }
}

/** Lines above the first part that may say in a sentence that the record has ended. */
const maxBanners = 20;

const isText = ({ isCode, level }: AdrLine): boolean => !isCode && level === undefined;

/** `| Superseded by | ADR-9 |`, `- Superseded by: [9](0009.md)`. */
const successorField = /^[\s|>*_-]*(?:super[sc]eded|replaced)[ _-]by[*_]*\s?(?:\||:[*_]*)(.*)$/i;
const namesRecord = /\d|\.(?:md|adoc|rst)\b/;

/** `In the context of …, facing …, we decided for …`. */
const yStatement =
  /^[\s>*_-]*(?:in the context of|im kontext (?:von|der|des)|dans le contexte (?:de|du|des)|en el contexto de|no contexto d[aeo]|nel contesto d\p{L}*|in de context van|w kontekście|в контексте)(?!\p{L})/iu;
const decides =
  /^[\s>*_-]*(?:chosen (?:option|solution|alternative)|(?:we|the team) (?:have |has )?(?:decided|chose|chosen|agreed|will|are going to)|wir (?:haben|entscheiden uns|verwenden|werden)|nous (?:avons décidé|décidons|utiliserons|utilisons)|hemos decidido|decidimos|usaremos|abbiamo deciso|we hebben besloten|мы решили|我们决定|我們決定)/iu;

/** Text of a part: without what only its markup needs, and with one blank line where there are more. */
function textOf(lines: readonly AdrLine[], markup: AdrMarkup): string {
  const kept: string[] = [];
  for (const { text, level, isCode } of lines) {
    const line = level === undefined ? text : `${'#'.repeat(level)} ${text}`;
    if (!isCode && isNoise(line, markup)) continue;
    if (line.trim() !== '' || (kept.at(-1) ?? '') !== '') kept.push(line.trim() === '' ? '' : line);
  }
  return kept.join('\n').trim();
}

function isNoise(line: string, markup: AdrMarkup): boolean {
  if (markup === 'asciidoc') return /^(?:\[[^\][]*\]|:[\w-]+:.*|={4,}|\*{4,}|_{4,}|--|\|={3,})$/.test(line);
  if (markup === 'restructured') return /^\.\.(?:\s|$)/.test(line);
  return false;
}

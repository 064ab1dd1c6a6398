import { type Position, Range, type TextDocument } from 'vscode';
import type { EntityReference, parseEntityReferences } from '../../core/entity/entityReference.ts';

/** Parsing a longer document would be felt; only the line below the mouse is read there. */
const wholeDocumentLimit = 500_000;
const lineLimit = 10_000;
/** What a line without any reference seldom has. */
const mayRefer = /[!#＃&]\p{Nd}|ADR|[0-9a-f]{7}|:\/\//iu;

type Parse = typeof parseEntityReferences;

interface Parsed {
  readonly version: number;
  readonly references: readonly EntityReference[];
}

/** References of documents, parsed once per version: comments and strings can only be told from the whole text. */
export class DocumentReferences {
  readonly #parsed = new WeakMap<TextDocument, Parsed>();

  /** The reference that covers a position, if there is one, and where it stands. The parser is loaded by the first. */
  async at(
    document: TextDocument,
    position: Position,
  ): Promise<{ canonical: string; range: Range } | undefined> {
    const { text } = document.lineAt(position.line);
    if (text.length > lineLimit || !mayRefer.test(text)) return undefined;
    const { parseEntityReferences } = await import('../../core/entity/entityReference.ts');
    return this.#at(document, position, parseEntityReferences);
  }

  #at(
    document: TextDocument,
    position: Position,
    parse: Parse,
  ): { canonical: string; range: Range } | undefined {
    // The document may have become shorter meanwhile.
    if (position.line >= document.lineCount) return undefined;
    const line = document.lineAt(position.line);
    const length = document.offsetAt(document.lineAt(document.lineCount - 1).range.end);
    if (length > wholeDocumentLimit) {
      const references = parse(line.text, { languageId: document.languageId });
      const found = covering(references, position.character);
      return (
        found && {
          canonical: found.canonical,
          range: new Range(position.line, found.start, position.line, found.end),
        }
      );
    }
    const found = covering(this.#parse(document, parse), document.offsetAt(position));
    return (
      found && {
        canonical: found.canonical,
        range: new Range(document.positionAt(found.start), document.positionAt(found.end)),
      }
    );
  }

  #parse(document: TextDocument, parse: Parse): readonly EntityReference[] {
    const known = this.#parsed.get(document);
    if (known?.version === document.version) return known.references;
    const references = parse(document.getText(), { languageId: document.languageId });
    this.#parsed.set(document, { version: document.version, references });
    return references;
  }
}

function covering(references: readonly EntityReference[], offset: number): EntityReference | undefined {
  return references.find(({ start, end, addressEnd = end }) => start <= offset && offset <= addressEnd);
}

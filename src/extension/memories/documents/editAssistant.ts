import {
  CompletionItem,
  CompletionItemKind,
  type CompletionItemProvider,
  Diagnostic,
  DiagnosticSeverity,
  l10n,
  languages,
  type Position,
  Range,
  type TextDocument,
  workspace,
} from 'vscode';
import { categories } from '../../../core/memory/memory.ts';
import { Disposable } from '../../../core/disposable.ts';
import { editLanguage, schemes } from '../../shared/memory/memorySchemes.ts';
import { categoryLook } from '../../shared/memory/categoryLook.ts';
import {
  editFields,
  type EditProblem,
  fieldLines,
  isProblem,
  parseEditable,
} from '../../../protocol/editFormat.ts';

/** Helps while a memory is edited as a text: marks the line that cannot be saved, completes fields and categories. */
export class EditAssistant extends Disposable implements CompletionItemProvider {
  readonly #problems = this._register(languages.createDiagnosticCollection('memory'));

  constructor() {
    super();
    this._register(workspace.onDidOpenTextDocument((document) => this.#begin(document)));
    this._register(workspace.onDidChangeTextDocument(({ document }) => this.#check(document)));
    this._register(workspace.onDidCloseTextDocument(({ uri }) => this.#problems.delete(uri)));
    this._register(languages.registerCompletionItemProvider({ scheme: schemes.edit }, this, ':', ' '));
    for (const document of workspace.textDocuments) this.#begin(document);
  }

  provideCompletionItems(document: TextDocument, position: Position): CompletionItem[] {
    const lines = document.getText().split(/\r\n?|\n/);
    const { start, end } = fieldLines(lines);
    // Without the second line of dashes the text begins nowhere, and every line may be a field.
    if (position.line < start || (end !== -1 && position.line >= end)) return [];
    const before = document.lineAt(position.line).text.slice(0, position.character);
    const category = /^category:\s*(\w*)$/i.exec(before);
    if (category) return categories.map((each) => categoryItem(each, wordRange(document, position)));
    if (!/^\w*$/.test(before)) return [];
    const above = lines.slice(start, end === -1 ? undefined : end);
    const given = new Set(above.map((line) => line.split(':', 1)[0]));
    return editFields.filter((field) => !given.has(field)).map(fieldItem);
  }

  #begin(document: TextDocument): void {
    if (document.uri.scheme !== schemes.edit) return;
    // A language of its own, so that the editor does not save by itself what is half written.
    if (document.languageId !== editLanguage) void languages.setTextDocumentLanguage(document, editLanguage);
    this.#check(document);
  }

  #check(document: TextDocument): void {
    if (document.uri.scheme !== schemes.edit) return;
    const result = parseEditable(document.getText());
    this.#problems.set(document.uri, isProblem(result) ? [diagnosticOf(document, result)] : []);
  }
}

/** One sentence that says what to change. */
export function problemText(problem: EditProblem): string {
  const line = problem.line + 1;
  switch (problem.kind) {
    case 'noSeparator':
      return l10n.t('The line --- between the fields and the text is missing.');
    case 'unknownField':
      return l10n.t(
        'Line {0}: “{1}” is not a field. The fields are {2}.',
        line,
        problem.name,
        editFields.join(', '),
      );
    case 'noTitle':
      return l10n.t('Line {0}: the title is empty.', line);
    case 'noContent':
      return l10n.t('The text below the line --- is empty.');
    case 'unknownCategory':
      return problem.name === ''
        ? l10n.t('Line {0}: the category is missing. Choose one of {1}.', line, categories.join(', '))
        : l10n.t(
            'Line {0}: “{1}” is not a category. Choose one of {2}.',
            line,
            problem.name,
            categories.join(', '),
          );
    case 'tooManyTags':
      return l10n.t('Line {0}: at most {1} tags.', line, problem.most);
    case 'tooLong':
      return problem.field === 'tags'
        ? l10n.t('Line {0}: a tag has at most {1} characters.', line, problem.most)
        : l10n.t('Line {0}: at most {1} characters are allowed here.', line, problem.most);
  }
}

function diagnosticOf(document: TextDocument, problem: EditProblem): Diagnostic {
  const line = Math.min(problem.line, document.lineCount - 1);
  const { text } = document.lineAt(line);
  // The value is what has to be changed, where there is one.
  const from = /^\w+:\s*(?=\S)/.exec(text)?.[0].length ?? 0;
  const range = new Range(line, problem.kind === 'unknownField' ? 0 : from, line, Math.max(text.length, 1));
  const diagnostic = new Diagnostic(range, problemText(problem), DiagnosticSeverity.Error);
  diagnostic.source = l10n.t('Memory');
  return diagnostic;
}

function wordRange(document: TextDocument, position: Position): Range {
  return document.getWordRangeAtPosition(position, /\w+/) ?? new Range(position, position);
}

function categoryItem(category: (typeof categories)[number], range: Range): CompletionItem {
  const { one, hint } = categoryLook(category);
  const item = new CompletionItem({ label: category, description: one }, CompletionItemKind.EnumMember);
  item.detail = hint;
  item.range = range;
  item.insertText = category;
  return item;
}

function fieldItem(field: string): CompletionItem {
  const item = new CompletionItem(field, CompletionItemKind.Field);
  item.insertText = `${field}: `;
  if (field === 'category')
    item.command = { command: 'editor.action.triggerSuggest', title: l10n.t('Choose a category') };
  return item;
}

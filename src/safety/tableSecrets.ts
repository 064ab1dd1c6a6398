import { looksLikeKey, looksLikePassword } from './secretShape.ts';
import type { Span } from './spans.ts';

const title =
  /^\W{0,4}(?:(?<password>(?:\w+[ _-]){0,2}(?:pass(?:word|wd|phrase)?|pw|pwd|passwort|kennwort|contraseña|mot de passe|senha|пароль|密码|パスワード))|(?<key>(?:\w+[ _-]){0,2}(?:token|secret|api[ _-]?key|key)))(?:[^\w:=]{0,4}|:)$/iu;
const mostRows = 200;
const longestLine = 2_000;

/** Cells below a title such as `password`, in tables of Markdown and in lists with commas, semicolons or tabs. */
export function tableSecrets(text: string): Span[] {
  const found: Span[] = [];
  const lines = linesOf(text);
  for (let row = 0; row + 1 < lines.length; row++) {
    const head = lines[row] ?? { start: 0, text: '' };
    const mark = ['|', '\t', ';', ','].find((each) => head.text.includes(each));
    if (mark === undefined || head.text.length > longestLine) continue;
    const titles = cells(head.text, mark);
    const wanted = titles.flatMap((cell, column) => {
      const kind = title.exec(cell.text)?.groups;
      return kind ? [{ column, isPassword: kind['password'] !== undefined }] : [];
    });
    // A line of code that ends with a comma is no row of titles.
    if (wanted.length === 0 || titles.filter((cell) => cell.text !== '').length < 2) continue;
    let last = row;
    for (const line of lines.slice(row + 1, row + 1 + mostRows)) {
      const own = cells(line.text, mark);
      if (line.text.length > longestLine || own.length !== titles.length) break;
      last += 1;
      for (const { column, isPassword } of wanted) {
        const cell = own[column];
        if (!cell) continue;
        const value = cell.text.replace(/^["'`]+|["'`]+$/g, '');
        const start = line.start + cell.start + cell.text.indexOf(value);
        if (isPassword ? looksLikePassword(value, 'line') : looksLikeKey(value, 'line'))
          found.push({ start, end: start + value.length, kind: isPassword ? 'password' : 'key' });
      }
    }
    row = last;
  }
  return found;
}

function linesOf(text: string): { start: number; text: string }[] {
  const lines: { start: number; text: string }[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    lines.push({ start, text: line });
    start += line.length + 1;
  }
  return lines;
}

/** The cells of a line without the blanks around them. */
function cells(line: string, mark: string): { start: number; text: string }[] {
  const found: { start: number; text: string }[] = [];
  let start = 0;
  for (const part of line.split(mark)) {
    const trimmed = part.trim();
    found.push({ start: start + part.indexOf(trimmed), text: trimmed });
    start += part.length + mark.length;
  }
  return found;
}

import type { EditorWindow } from './editorWindow.ts';

/** Replaces a text in the memory that is open for editing, and saves. */
export async function rewriteMemory(window: EditorWindow, from: string, to: string): Promise<void> {
  await window.evaluate(
    async (vscode, [before, after]) => {
      const document = vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'memory-edit');
      if (!document) throw new Error('No memory is open for editing');
      const editor = await vscode.window.showTextDocument(document);
      const text = document.getText().replaceAll(before, after);
      const whole = new vscode.Range(0, 0, document.lineCount, 0);
      if (!(await editor.edit((edit) => edit.replace(whole, text))))
        throw new Error('The editor took no edit');
      await document.save();
    },
    [from, to] as [string, string],
  );
}

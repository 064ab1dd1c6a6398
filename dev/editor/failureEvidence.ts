import type { EditorWindow } from './editorWindow.ts';
import type { MemoryEditor } from './memoryEditor.ts';

/** Where vitest says how a test went, as `afterEach` receives it. */
interface Finished {
  readonly task: {
    readonly name: string;
    readonly result?: { readonly state?: string | undefined } | undefined;
  };
}

/** Prints what a failed test had in front of it: a log is all that is left of a run on another machine. */
export async function showFailure({ task }: Finished, { editor }: MemoryEditor): Promise<void> {
  if (task.result?.state !== 'fail') return;
  for (const [index, window] of editor.windows.entries()) {
    const found = await describe(window, `failed-${index}`).catch((error: unknown) => String(error));
    console.error(`Window ${index} of “${task.name}”: ${found}`);
  }
}

async function describe(window: EditorWindow, picture: string): Promise<string> {
  const titles = ['Memories', 'Blockers', 'Inbox', 'Loops'];
  const views = await Promise.all(titles.map((title) => window.sideBar.view(title).pane.allInnerTexts()));
  return JSON.stringify(
    {
      picture: await window.screenshot(picture),
      statusBar: await window.statusBar.label(/^Memory/),
      folders: await window.evaluate((vscode) => vscode.workspace.workspaceFolders?.map(({ name }) => name)),
      views: Object.fromEntries(titles.map((title, index) => [title, views[index]])),
      messages: await window.notifications.texts(),
    },
    undefined,
    2,
  );
}

import path from 'node:path';
import { runProcess } from '../processes/processes.ts';

/** Copies a package member by member and replaces the version where it is named. Python has zip at hand, Node does not. */
const script = `
import sys, zipfile
source, target, old, new = sys.argv[1:]
named = {'extension/package.json', 'extension.vsixmanifest'}
with zipfile.ZipFile(source) as given, zipfile.ZipFile(target, 'w', zipfile.ZIP_DEFLATED) as made:
    for item in given.infolist():
        data = given.read(item)
        if item.filename in named or item.filename.endswith('.js'):
            data = data.replace(b'"%s"' % old.encode(), b'"%s"' % new.encode())
        made.writestr(item, data)
`;

/** The same program under another version, as a VSIX in `folder`. Returns its path. */
export async function repackage(vsix: string, folder: string, version: string): Promise<string> {
  const old = /-(\d+\.\d+\.\d+)\.vsix$/.exec(vsix)?.[1];
  if (old === undefined) throw new Error(`${vsix} does not name its version.`);
  const target = path.join(folder, `opencode-memory-bridge-${version}.vsix`);
  const { code, stderr } = await runProcess('python3', ['-c', script, vsix, target, old, version]);
  if (code !== 0) throw new Error(`The package could not be made: ${stderr}`);
  return target;
}

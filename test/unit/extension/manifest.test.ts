import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { mcpProviderId } from '../../../src/extension/mcp/mcpIds.ts';
import { viewContainerId } from '../../../src/extension/shared/ids.ts';
import { commandIds, hiddenCommandIds, settingDefaults, viewIds } from './featureIds.ts';

interface MenuItem {
  readonly command: string;
  readonly when?: string;
  readonly group?: string;
}

const root = path.resolve(import.meta.dirname, '../../..');
const manifestText = readFileSync(path.join(root, 'package.json'), 'utf8');
const manifest = JSON.parse(manifestText);
const nls: Record<string, string> = JSON.parse(readFileSync(path.join(root, 'package.nls.json'), 'utf8'));
const { contributes } = manifest;
const menus: Record<string, MenuItem[]> = contributes.menus;
const titleOf = (command: { title: string }) => nls[command.title.slice(1, -1)] ?? '';
/** Without the files of ids, where every name stands whether it is used or not. */
const source = readdirSync(path.join(root, 'src/extension'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && !/ids\.ts$/i.test(entry.name))
  .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'))
  .join('\n');

describe('package.json and the extension', () => {
  it('declare the same commands, each of which one feature has', () => {
    expect(commandIds.length).toBeGreaterThan(30);
    expect(new Set(commandIds).size).toBe(commandIds.length);
    expect(contributes.commands.map((each: { command: string }) => each.command).sort()).toEqual(
      [...commandIds].sort(),
    );
  });

  it('register every declared command', () => {
    expect(commandIds.filter((id) => !source.includes(`'${id}':`))).toEqual([]);
  });

  it('give every command one category and a title that says what it does', () => {
    for (const command of contributes.commands) {
      expect(nls[command.category.slice(1, -1)]).toBe('Memory');
      expect(titleOf(command)).toMatch(/^[A-Z][\w ]+…?$/);
    }
  });

  it('hide from the palette what needs the thing it acts on', () => {
    const hidden = menus['commandPalette']
      ?.filter(({ when }) => when === 'false')
      .map((each) => each.command);
    expect(hidden?.sort()).toEqual([...hiddenCommandIds].sort());
  });

  it('name only commands that exist in menus and keybindings', () => {
    const named = [...Object.values(menus).flat(), ...contributes.keybindings].map(
      ({ command }: MenuItem) => command,
    );
    expect(named.filter((command) => !commandIds.includes(command))).toEqual([]);
  });

  it('bind no key with Ctrl and Alt on Windows and Linux, where AltGr types letters with them', () => {
    const keys = contributes.keybindings.flatMap(
      ({ key, win, linux }: { key: string; win?: string; linux?: string }) => [
        ...(win === undefined || linux === undefined ? [key] : []),
        ...[win, linux].filter((each) => each !== undefined),
      ],
    );
    expect(keys.length).toBeGreaterThan(5);
    expect(keys.filter((key: string) => /(?=\S*\bctrl\b)(?=\S*\balt\b)/i.test(key))).toEqual([]);
  });

  it('keep the rows and titles of views short: two inline buttons, three in the title', () => {
    const rows = menus['view/item/context'] ?? [];
    const inline = rows.filter(({ group }) => group?.startsWith('inline'));
    expect(inline.every(({ group }) => group === 'inline@1' || group === 'inline@2')).toBe(true);
    const positions = new Set(
      menus['view/title']?.filter(({ group }) => group?.startsWith('navigation')).map(({ group }) => group),
    );
    expect(positions.size).toBeLessThanOrEqual(3);
  });

  it('ask for trust before every command that writes', () => {
    const readOnly = new Set([
      'recall',
      'openMemory',
      'copyMemory',
      'filter',
      'clearFilter',
      'showMore',
      'refresh',
      'showStatus',
      'copyStatus',
      'showLog',
      'reconnect',
      'cancelSetup',
      'useAnotherPort',
    ]);
    const open = contributes.commands.filter(
      (each: { enablement?: string }) => !each.enablement?.includes('isWorkspaceTrusted'),
    );
    expect(open.map((each: { command: string }) => each.command.replace('memoryBridge.', '')).sort()).toEqual(
      [...readOnly].sort(),
    );
  });

  it('have the same views, with an icon and a welcome each', () => {
    const views = contributes.views[viewContainerId];
    expect(views.map((view: { id: string }) => view.id).sort()).toEqual([...viewIds].sort());
    for (const view of views) {
      expect(readFileSync(path.join(root, view.icon), 'utf8')).toContain('viewBox="0 0 24 24"');
      expect(contributes.viewsWelcome.some((welcome: { view: string }) => welcome.view === view.id)).toBe(
        true,
      );
    }
  });

  it('use only context keys that the extension sets', () => {
    const keys = new Set(manifestText.match(/memoryBridge:\w+/g));
    expect([...keys].filter((key) => !source.includes(`'${key}'`))).toEqual([]);
  });

  it('declare the settings that are read, with the defaults that are read', () => {
    const { properties } = contributes.configuration;
    const declared = Object.fromEntries(
      Object.entries(properties).map(([id, each]) => [id, (each as { default: unknown }).default]),
    );
    expect(declared).toEqual(settingDefaults);
    expect(Object.values<{ scope?: string }>(properties).every(({ scope }) => scope !== undefined)).toBe(
      true,
    );
  });

  it('know every text and no more', () => {
    const used = [...manifestText.matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key ?? '');
    expect([...new Set(used)].sort()).toEqual(Object.keys(nls).sort());
  });

  it('register the MCP provider that is declared', () => {
    expect(contributes.mcpServerDefinitionProviders).toHaveLength(1);
    expect(contributes.mcpServerDefinitionProviders[0].id).toBe(mcpProviderId);
  });

  it('start nothing before the window is there, and say what they do without trust', () => {
    expect(manifest.activationEvents).not.toContain('*');
    expect(manifest.capabilities.untrustedWorkspaces.supported).toBe('limited');
    expect(manifest.capabilities.virtualWorkspaces.supported).toBe('limited');
    expect(manifest.extensionKind).toEqual(['workspace']);
  });

  it('link walkthrough pages that exist and commands that are known', () => {
    for (const { media, description } of contributes.walkthroughs[0].steps) {
      expect(readFileSync(path.join(root, media.markdown), 'utf8')).toMatch(/^## /);
      const text = nls[description.slice(1, -1)] ?? '';
      for (const [, id] of text.matchAll(/\(command:(memoryBridge\.\w+)\)/g))
        expect(commandIds).toContain(id);
    }
  });
});

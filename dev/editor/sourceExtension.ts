import type { Page } from 'playwright-core';

interface WorkbenchConfiguration {
  developmentOptions?: Record<string, unknown>;
}

/**
 * Lets the workbench of this page run an extension from its source folder. The start page carries its configuration in
 * an attribute; the request for it is answered with the development extension added.
 */
export async function runFromSource(page: Page, origin: string, folder: string): Promise<void> {
  // A page answered by the test counts as public, and may otherwise not open sockets to this machine.
  await page.context().grantPermissions(['local-network-access'], { origin });
  await page.route(
    (url) => url.origin === origin && url.pathname === '/',
    async (route) => {
      const response = await route.fetch();
      const html = await response.text();
      await route.fulfill({ response, body: withDevelopmentExtension(html, new URL(origin).host, folder) });
    },
  );
}

function withDevelopmentExtension(html: string, authority: string, folder: string): string {
  const attribute = /(id="vscode-workbench-web-configuration" data-settings=")([^"]*)/;
  if (!attribute.test(html)) throw new Error('The start page of the editor carries no configuration');
  return html.replace(attribute, (_, start: string, value: string) => {
    const text = value.replaceAll('&quot;', '"').replaceAll('&amp;', '&');
    const configuration = JSON.parse(text) as WorkbenchConfiguration;
    configuration.developmentOptions = {
      ...configuration.developmentOptions,
      extensions: [{ scheme: 'vscode-remote', authority, path: folder }],
    };
    const changed = JSON.stringify(configuration);
    return `${start}${changed.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}`;
  });
}

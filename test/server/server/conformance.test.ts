import { afterAll, beforeAll, describe, expect, it, onTestFailed } from 'vitest';
import { conformanceExtension } from '../../../dev/server/conformance/conformanceExtension.ts';
import { runConformance } from '../../../dev/server/conformance/runConformance.ts';
import { startTokenProxy, type TokenProxy } from '../../../dev/server/conformance/tokenProxy.ts';
import { startHttpApp, testToken, type HttpApp } from '../../../dev/server/httpApp.ts';
import { tempDirectory, type TempDirectory } from '../../../dev/files/tempDirectory.ts';

describe('the official conformance suite', () => {
  let app: HttpApp;
  let proxy: TokenProxy;
  let results: TempDirectory;

  beforeAll(async () => {
    results = await tempDirectory('conformance');
    app = await startHttpApp({ mcpExtension: conformanceExtension });
    proxy = await startTokenProxy({ port: app.port, token: testToken });
  });

  afterAll(async () => {
    await proxy[Symbol.asyncDispose]();
    await app[Symbol.asyncDispose]();
    await results.dispose();
  });

  it.each([
    { revision: '2025-11-25', required: 30 },
    { revision: '2026-07-28', required: 37 },
  ] as const)('passes all $required scenarios that $revision requires', async ({ revision, required }) => {
    const report = await runConformance({ revision, url: `${proxy.url}/mcp`, cwd: results.path });

    onTestFailed(() => console.error(report.output));
    expect(report.passed).toEqual(report.scored);
    expect(report.scored).toHaveLength(required);
    expect(report.exitCode).toBe(0);
  });
});

import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

export interface AxeViolation {
  id: string;
  impact: string;
  help: string;
  /** Selectors of the elements; a path through frames is joined by " >> ". */
  targets: string[];
}

/**
 * Checks parts of a window with axe. Only the named parts: the workbench around them has violations of its own that
 * an extension cannot mend.
 */
export async function accessibilityViolations(
  page: Page,
  selectors: readonly string[],
): Promise<AxeViolation[]> {
  // Legacy mode: the page of the check needs no second browser page, which the editor's service worker would refuse.
  const builder = new AxeBuilder({ page }).setLegacyMode(true);
  for (const selector of selectors) builder.include(selector);
  const { violations } = await builder.analyze();
  return violations.map(({ id, impact, help, nodes }) => ({
    id,
    impact: impact ?? 'unknown',
    help,
    targets: nodes.map(({ target }) => target.flat().join(' >> ')),
  }));
}

export interface Stage {
  name: string;
  command: [command: string, args: string[]];
  report?: string;
  isTriedAgain?: boolean;
}

export function suite(
  root: string,
  name: string,
  options?: { isTriedAgain?: boolean; files?: string[]; report?: string; project?: string },
): Stage;
export function allStages(root: string): Stage[];

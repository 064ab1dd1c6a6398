export function readmeWithSettings(readme?: string): string;

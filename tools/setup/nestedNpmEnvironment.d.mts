export function nestedNpmEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv;

import { sessionOperation } from './session.ts';

export const sessionOperations = [sessionOperation] as const;

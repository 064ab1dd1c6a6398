import { deleteEntityOperation } from './deleteEntity.ts';
import { enrichEntitiesOperation } from './enrichEntities.ts';
import { enrichEntityOperation } from './enrichEntity.ts';
import { listEntitiesOperation } from './listEntities.ts';

export const entityOperations = [
  listEntitiesOperation,
  enrichEntityOperation,
  enrichEntitiesOperation,
  deleteEntityOperation,
] as const;

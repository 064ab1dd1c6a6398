import type { entityOperations } from '../../protocol/operations/entities/entityOperations.ts';
import type { Group } from '../operation.ts';
import { deleteEntity } from './deleteEntity.ts';
import { enrichEntities } from './enrichEntities.ts';
import { createEnrichEntity, type EnrichmentPort } from './enrichEntity.ts';
import { listEntities } from './listEntities.ts';

export interface EntitiesPorts {
  readonly enrichment: EnrichmentPort;
}

export function createEntities({ enrichment }: EntitiesPorts): Group<typeof entityOperations> {
  return {
    list_entities: listEntities,
    enrich_entity: createEnrichEntity(enrichment),
    enrich_entities: enrichEntities,
    delete_entity: deleteEntity,
  };
}

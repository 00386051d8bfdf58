export { findEngine, NoDatabaseEngineError } from './findEngine';
export { freePort } from './freePort';
export {
  type EmbeddedMongo,
  type EmbeddedMongoOptions,
  startEmbeddedMongo,
} from './startEmbeddedMongo';

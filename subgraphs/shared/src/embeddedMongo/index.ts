export { canListen } from './canListen';
export { findEngine, NoDatabaseEngineError } from './findEngine';
export { freePort } from './freePort';
export { keepRunning, type Runnable, type Upkeep } from './keepRunning';
export {
  type EmbeddedMongo,
  type EmbeddedMongoOptions,
  startEmbeddedMongo,
} from './startEmbeddedMongo';

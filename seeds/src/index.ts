export { type DepartmentData, departmentData } from './departmentData';
export { countOf, type Tier, tiers } from './illustrative/tiers';
export { InvalidImportError } from './import/ImportTable';
export { readCsvTable } from './import/readCsvTable';
export { readXlsxTable } from './import/readXlsxTable';
export { type ImportSeam, runImport } from './import/runImport';
export type { CollectionReport } from './load/loadCollection';
export {
  type LoadOptions,
  type LoadProgress,
  loadPacks,
  type OpenDepartment,
  type PackSelection,
  readCheckedPacks,
} from './load/loadPacks';
export { seedIfEmpty } from './load/seedIfEmpty';
export { buildManifest, type Manifest } from './manifest/buildManifest';
export { readManifest, staleParts } from './manifest/manifestFile';
export { InvalidSeedError, type SeedProblem } from './packs/InvalidSeedError';
export { type PackName, packNames } from './packs/names';
export { readSeedOptions, type SeedOptions } from './readSeedOptions';
export { type ReconcileSeam, runReconcile } from './reconcile/runReconcile';
export { runSeed, type SeedSeam } from './runSeed';

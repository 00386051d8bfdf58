import { runDepartment } from '@lien-thong/subgraph-kit';
import { readConfiguration } from './configuration';
import { financeDefinition } from './definition';

void runDepartment('finance', (env) => financeDefinition(readConfiguration(env)), process);

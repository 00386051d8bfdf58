import { runDepartment } from '@lien-thong/subgraph-kit';
import { definition } from './definition';

void runDepartment('planning', () => definition, process);

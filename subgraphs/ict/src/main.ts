import { runDepartment } from '@lien-thong/subgraph-kit';
import { definition } from './definition';

void runDepartment('ict', () => definition, process);

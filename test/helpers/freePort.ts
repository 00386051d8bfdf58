export { freePort } from '@lien-thong/subgraph-kit';

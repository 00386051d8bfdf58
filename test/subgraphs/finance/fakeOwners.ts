import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { commonSdlPath, departmentNamed } from '@lien-thong/schema';
import { execute, type GraphQLSchema, parse, validate } from 'graphql';

/** A contract as the owner of contracts has it; amounts in whole đồng. */
export interface OwnedContract {
  readonly id: string;
  status: string;
  version: number;
  value: number;
  acceptedValue: number;
  unitPriceStatus: string;
  /** x-prv-A where left out. */
  providerId?: string;
}

/** The departments that finance asks, with their real schemas and the few rows that a test gives them. */
export interface FakeOwners {
  readonly contracts: Map<string, OwnedContract>;
  /** Status of documents by id; all are DECISIONs. */
  readonly documents: Map<string, string>;
  /** Contract of acceptances by id. */
  readonly acceptances: Map<string, string>;
  /** Contract of packages of the procurement plan by id. */
  readonly planItems: Map<string, string>;
  /** Kind of documents by id where it is no DECISION. */
  readonly documentKinds: Map<string, string>;
  /** While true, no question is answered. */
  isDown: boolean;
  /** Questions asked so far. */
  asked: number;
  url(department: string): string;
  stop(): Promise<void>;
}

const money = (amount: number) => ({ amount, qualifier: 'EXACT' });

function schemaOf(name: string, resolvers: Record<string, Record<string, unknown>>): GraphQLSchema {
  const { sdlPath } = departmentNamed(name);
  const typeDefs = parse(`${readFileSync(sdlPath, 'utf8')}\n${readFileSync(commonSdlPath, 'utf8')}`);
  return buildSubgraphSchema({ typeDefs, resolvers } as Parameters<typeof buildSubgraphSchema>[0]);
}

type OwnedRows = Pick<FakeOwners, 'contracts' | 'documents' | 'acceptances' | 'planItems' | 'documentKinds'>;
type Ids = { readonly filter: { readonly ids: readonly string[] } };

const present = <T>(rows: readonly T[]) => ({ nodes: rows.filter((row) => row != null) });

function ictSchema(owners: OwnedRows): GraphQLSchema {
  const contractOf = (id: string) => {
    const contract = owners.contracts.get(id);
    if (!contract) return null;
    const { providerId = 'x-prv-A' } = contract;
    return {
      ...contract,
      number: `MẪU-${id}`,
      value: money(contract.value),
      acceptedValue: money(contract.acceptedValue),
      provider: { id: providerId, legalName: 'Công ty CP Minh Hoạ 001', taxCode: '0000000122' },
      items: [
        { service: { id: 'x-srv-1' }, amount: money(contract.value - 1) },
        { service: { id: 'x-srv-2' }, amount: money(1) },
      ],
    };
  };
  const documentOf = (id: string) => {
    const status = owners.documents.get(id);
    const kind = owners.documentKinds.get(id) ?? 'DECISION';
    return status ? { id, number: `${id}/QĐ-MH`, kind, status, title: { vi: 'Quyết định' } } : null;
  };
  return schemaOf('ict', {
    Query: {
      contract: (_: unknown, { id }: { id: string }) => contractOf(id),
      contracts: (_: unknown, { filter }: Ids) => present(filter.ids.map(contractOf)),
      document: (_: unknown, { id }: { id: string }) => documentOf(id),
      documents: (_: unknown, { filter }: Ids) => present(filter.ids.map(documentOf)),
    },
    Acceptance: {
      __resolveReference: ({ id }: { id: string }) => {
        const contractId = owners.acceptances.get(id);
        return contractId ? { id, contract: { id: contractId } } : null;
      },
    },
  });
}

function planningSchema({ planItems }: OwnedRows): GraphQLSchema {
  return schemaOf('planning', {
    Query: {
      procurementPlanItems: () => ({
        nodes: [...planItems].map(([id, contractId]) => ({
          id,
          packageNo: id,
          contract: { id: contractId },
        })),
        pageInfo: { hasNextPage: false, hasPreviousPage: false },
      }),
      programme: (_: unknown, { id }: { id: string }) =>
        id.startsWith('x-prg')
          ? { id, code: 'MAU-CT-2019', name: { vi: 'Chương trình mẫu', en: 'Sample' } }
          : null,
    },
  });
}

async function bodyOf(
  request: IncomingMessage,
): Promise<{ query: string; variables: Record<string, unknown> }> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as {
    query: string;
    variables: Record<string, unknown>;
  };
}

/** Starts the departments that finance asks, on a free port; a question that their schemas do not allow is an error. */
export async function startFakeOwners(): Promise<FakeOwners> {
  const rows = {
    contracts: new Map<string, OwnedContract>(),
    documents: new Map<string, string>(),
    acceptances: new Map<string, string>(),
    planItems: new Map<string, string>(),
    documentKinds: new Map<string, string>(),
  };
  const schemas: Record<string, GraphQLSchema> = { ict: ictSchema(rows), planning: planningSchema(rows) };
  const state = { isDown: false, asked: 0 };
  const server = createServer(async (request, response) => {
    state.asked += 1;
    if (state.isDown) return void request.socket.destroy();
    const { query, variables } = await bodyOf(request);
    const schema = schemas[(request.url ?? '/').slice(1)];
    if (!schema) return void response.writeHead(404).end('{}');
    const document = parse(query);
    const errors = validate(schema, document);
    const answer = errors.length
      ? { errors }
      : await execute({ schema, document, variableValues: variables });
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(state, rows, {
    url: (department: string) => `http://127.0.0.1:${port}/${department}`,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

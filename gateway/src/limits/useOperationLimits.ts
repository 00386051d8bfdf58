import type { ApolloServerPlugin, GraphQLRequestContext } from '@apollo/server';
import { type DocumentNode, type GraphQLError, Kind } from 'graphql';
import type { RequestContext } from '../requestContext';
import type { DocumentChecks } from './DocumentChecks';
import { hideSchema } from './hideSchema';
import type { IntrospectionPolicy } from './IntrospectionPolicy';
import type { RequestLimits } from './RequestLimits';
import { withStatus } from './withStatus';

/** What stands before Apollo Server's own work. */
export interface OperationLimitsOptions {
  readonly documents: DocumentChecks;
  readonly requests: RequestLimits;
  readonly introspection: IntrospectionPolicy;
}

type Pipeline = GraphQLRequestContext<RequestContext>;

/** Stands for a document that is refused: nothing in it to validate, and no operation. */
const refusedDocument: DocumentNode = { kind: Kind.DOCUMENT, definitions: [] };

/**
 * Apollo Server's way through the limits: a text is checked before it is parsed, a document before it is validated, an
 * operation before it is executed. Valid documents come from `documents`, so that Apollo Server keeps none. It is to be
 * the first plugin that looks at operations: others find their estimated cost in the context.
 */
export function useOperationLimits(options: OperationLimitsOptions): ApolloServerPlugin<RequestContext> {
  const { documents, requests, introspection } = options;
  return {
    async requestDidStart() {
      let refusal: GraphQLError | null = null;
      let isNew = false;
      const refuse = (context: Pipeline, error: GraphQLError | null): void => {
        if (!error) return;
        refusal = error;
        setDocument(context, refusedDocument);
      };
      return {
        async didResolveSource(context) {
          const { schema, source } = context;
          const known = documents.find(schema, source);
          if (known) return setDocument(context, known);
          const { tokens, refusal: tooLarge } = documents.checkSource(source);
          requests.noteReading(context.contextValue, tokens);
          refuse(context, tooLarge);
        },
        async validationDidStart(context) {
          isNew = true;
          refuse(context, documents.checkDocument(context.document));
        },
        async didResolveOperation(context) {
          if (context.contextValue.refusal !== undefined) throw context.contextValue.refusal;
          if (refusal) throw withStatus(refusal);
          const { schema, source, document, operation, request, contextValue } = context;
          if (isNew) documents.keep(schema, source, document);
          const variables = request.variables ?? {};
          if (!operation) return;
          requests.check({ schema, document, operation, variables, context: contextValue });
        },
        ...(!introspection.isOpen && {
          async willSendResponse({ contextValue, response }) {
            if (!introspection.allows(contextValue.caller)) hideSchema(response);
          },
        }),
      };
    },
  };
}

/** Apollo Server takes the document that it finds in its context, and says in its types that nobody puts one there. */
function setDocument(context: Pipeline, document: DocumentNode): void {
  Object.assign(context, { document });
}

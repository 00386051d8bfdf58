import {
  type Caller,
  type CallerSigningKey,
  callerHeader,
  departmentAudience,
  signCallerToken,
} from '@lien-thong/subgraph-kit';

/** How long a department may take the gateway's word for a caller, in seconds. */
const lifetimeSeconds = 60;
/** A signed caller is used again for so long, in milliseconds: signing costs more than looking it up. */
const reusedMs = 20_000;
const rememberedCallers = 1_000;

/** The headers that tell a department who asks; none for an anonymous reader. */
export type CallerSigner = (caller: Caller | null) => Promise<Readonly<Record<string, string>>>;

interface Signed {
  readonly headers: Readonly<Record<string, string>>;
  readonly signedAt: number;
}

/** Signs callers for the departments. Without a key nobody is named, and departments see an anonymous reader. */
export function createCallerSigner(key: CallerSigningKey | null): CallerSigner {
  const signedByCaller = new Map<string, Signed>();
  return async (caller) => {
    if (!caller || !key) return {};
    const id = JSON.stringify([caller.subject, caller.department, caller.role, caller.scopes]);
    const known = signedByCaller.get(id);
    if (known && Date.now() - known.signedAt < reusedMs) return known.headers;
    const token = await signCallerToken(key, { caller, audience: departmentAudience, lifetimeSeconds });
    const headers = { [callerHeader]: token };
    if (signedByCaller.size >= rememberedCallers) signedByCaller.clear();
    signedByCaller.set(id, { headers, signedAt: Date.now() });
    return headers;
  };
}

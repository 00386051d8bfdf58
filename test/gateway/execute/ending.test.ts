import { Ending, firstToEnd } from '../../../gateway/src/execute/Ending';

describe('an ending', () => {
  it('tells functions and objects, each once, however often they said that they listen', () => {
    const ending = new Ending();
    const told: string[] = [];
    const listener = () => told.push('function');
    ending.addEventListener('abort', listener);
    ending.addEventListener('abort', listener);
    ending.addEventListener('abort', { handleEvent: () => told.push('object') });
    expect(ending.aborted).toBe(false);
    ending.abort();
    ending.abort();
    expect([ending.aborted, told]).toEqual([true, ['function', 'object']]);
  });

  it('tells nobody who no longer listens, and nobody who comes too late', () => {
    const ending = new Ending();
    const told: string[] = [];
    const early = () => told.push('early');
    ending.addEventListener('abort', early);
    ending.removeEventListener('abort', early);
    ending.abort();
    ending.addEventListener('abort', () => told.push('late'));
    expect(told).toEqual([]);
  });
});

describe('the first of several to end', () => {
  it('ends what waits for it, be it of the platform or our own', () => {
    const [own, platform] = [new Ending(), new AbortController()];
    const [byOwn, byPlatform] = [firstToEnd(own, new Ending()), firstToEnd(new Ending(), platform.signal)];
    own.abort();
    platform.abort();
    expect([byOwn.aborted, byPlatform.aborted]).toEqual([true, true]);
    expect(firstToEnd(new Ending(), platform.signal).aborted).toBe(true);
  });
});

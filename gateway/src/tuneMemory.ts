import { setFlagsFromString } from 'node:v8';

// V8 learns which of our objects live long and makes their like in the old generation at once. Under load it learns it of
// objects that live as long as a request, and whatever those hold is kept until the next full collection: every answer.
// Measured: a scavenge of 64 MiB leaves 0.6 MB behind in place of 6 to 11 MB, and takes 5 ms in place of 15.
setFlagsFromString('--no-allocation-site-pretenuring');

import { wholeNumber } from './optionKinds';

const most = 1_000_000;

/** Settings: how large one operation may be. What the planner itself can bear is above them, in plan/limits. */
export const operationLimitOptions = {
  tokenLimit: wholeNumber(
    { variable: 'TOKEN_LIMIT', help: 'how many tokens one document may have', fallback: 10_000 },
    [1, most],
  ),
  depthLimit: wholeNumber(
    {
      variable: 'DEPTH_LIMIT',
      help: 'how many levels of fields an operation may have, fragments expanded',
      fallback: 30,
    },
    [1, 50],
  ),
  fieldLimit: wholeNumber(
    {
      variable: 'FIELD_LIMIT',
      help: 'how many fields and fragments an operation may have, fragments expanded',
      fallback: 5_000,
    },
    [1, 10_000],
  ),
  rootFieldLimit: wholeNumber(
    {
      variable: 'ROOT_FIELD_LIMIT',
      help: 'how many fields an operation may have at its root, fragments expanded',
      fallback: 20,
    },
    [1, 10_000],
  ),
  aliasLimit: wholeNumber(
    {
      variable: 'ALIAS_LIMIT',
      help: 'how many aliases an operation may have, fragments expanded',
      fallback: 100,
    },
    [0, 10_000],
  ),
  fragmentLimit: wholeNumber(
    {
      variable: 'FRAGMENT_LIMIT',
      help: 'how many fragments one document may define',
      fallback: 200,
    },
    [0, 500],
  ),
  directiveLimit: wholeNumber(
    {
      variable: 'DIRECTIVE_LIMIT',
      help: 'how many directives an operation may have, fragments expanded',
      fallback: 100,
    },
    [0, 10_000],
  ),
  fieldDirectiveLimit: wholeNumber(
    {
      variable: 'FIELD_DIRECTIVE_LIMIT',
      help: 'how many directives one field, or one other place of an operation, may have',
      fallback: 5,
    },
    [0, 10_000],
  ),
  pageLimit: wholeNumber(
    {
      variable: 'PAGE_LIMIT',
      help: 'how many rows a field may be asked for, by first, last or another slicing argument',
      fallback: 1_000,
    },
    [1, 1_000_000_000],
  ),
  listLimit: wholeNumber(
    {
      variable: 'LIST_LIMIT',
      help: 'how many items a list may have in an argument or a variable',
      fallback: 1_000,
    },
    [0, most],
  ),
  variableLimit: wholeNumber(
    {
      variable: 'VARIABLE_LIMIT',
      help: 'how many values the variables of an operation may hold, at every level',
      fallback: 10_000,
    },
    [0, most],
  ),
  variableDepthLimit: wholeNumber(
    {
      variable: 'VARIABLE_DEPTH_LIMIT',
      help: 'how many levels of lists and objects a variable may have',
      fallback: 20,
    },
    [1, 500],
  ),
  planCacheBytes: wholeNumber(
    {
      variable: 'PLAN_CACHE_BYTES',
      help: 'how much memory plans may take with what is compiled of them, in bytes, estimated',
      fallback: 134_217_728,
    },
    [0, 17_179_869_184],
  ),
  documentCacheBytes: wholeNumber(
    {
      variable: 'DOCUMENT_CACHE_BYTES',
      help: 'how much memory documents may take that were read and found valid, in bytes, estimated',
      fallback: 33_554_432,
    },
    [0, 1_073_741_824],
  ),
};

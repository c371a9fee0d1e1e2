/** Without block transfer, what does not fit one APDU is refused (Green Book, GET and Read services). */
import { encodeGetDataResult } from '../apdu/get-data-result.js';
import type { GetDataResult } from '../cosem/result.js';
import { OctetWriter } from '../encoding/octet-writer.js';

export const REFUSED: GetDataResult = { kind: 'data-access-result', result: 'other-reason' };

/** The results with the longest of them refused; undefined where there is nothing left to refuse. */
export function refuseLongest(results: readonly GetDataResult[]): readonly GetDataResult[] | undefined {
  const sizes = results.map((result) =>
    result.kind === 'data' ? encodeGetDataResult(new OctetWriter(), result).length : 0,
  );
  const longest = Math.max(...sizes);
  return longest > 0 ? results.with(sizes.indexOf(longest), REFUSED) : undefined;
}

/** The program openssl as a judge of what this package makes of certificates. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';

/** What the program says on stdout. */
export type OpenSsl = (...args: readonly string[]) => string;

/** Runs `suite` with a function that runs openssl, or registers the one named skip. */
export function describeOpenSsl(title: string, suite: (openssl: OpenSsl) => void): void {
  if (spawnSync('openssl', ['version']).error === undefined) {
    describe(title, () => suite((...args) => execFileSync('openssl', args, { stdio: 'pipe' }).toString()));
    return;
  }
  it(`${title}: skipped, openssl is missing`, function skipped() {
    if (process.env.REQUIRE_ALL === '1') assert.fail('openssl is missing and REQUIRE_ALL=1');
    this.skip();
  });
}

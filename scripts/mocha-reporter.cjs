/**
 * mocha's dots, then one line for each skipped test (its title says why) and a closing line with the counts.
 * With REQUIRE_ALL=1 a skipped test makes the run fail, unless it needs what cannot be brought to a machine:
 * the captures beside the checkout.
 */
const { Runner, reporters } = require('mocha');

const { EVENT_RUN_END, EVENT_TEST_PENDING } = Runner.constants;

const PATIENCE_MS = 20_000;

/** A test that failed may have left a port or a timer open; the run must end all the same. */
function leaveOpen() {
  console.log('something is still open after the last test');
  process.exit(1);
}

class SkipsNamed extends reporters.Dot {
  constructor(runner, options) {
    super(runner, options);
    this.skipped = [];
    runner.on(EVENT_TEST_PENDING, (test) => this.skipped.push(test.fullTitle()));
    runner.once(EVENT_RUN_END, () => this.summary(runner));
  }

  summary(runner) {
    for (const title of this.skipped) console.log(`skipped: ${title}`);
    const { passes, failures, pending } = this.stats;
    const wanting = this.skipped.filter((title) => !title.endsWith(': ../shared is missing')).length;
    if (process.env.REQUIRE_ALL === '1' && wanting > 0) {
      console.log('REQUIRE_ALL=1: a skipped test is a failure');
      runner.failures += wanting;
    }
    console.log(`${passes} passed, ${failures} failed, ${pending} skipped`);
    // The timer itself holds nothing up: it only fires where something else does.
    setTimeout(leaveOpen, PATIENCE_MS).unref();
  }
}

module.exports = SkipsNamed;

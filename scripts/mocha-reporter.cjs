/**
 * mocha's dots, then one line for each skipped test (its title says why) and a closing line with the counts.
 * With REQUIRE_ALL=1 a skipped test makes the run fail, unless it needs what cannot be brought to a machine:
 * the captures beside the checkout.
 */
const { Runner, reporters } = require('mocha');

const { EVENT_RUN_END, EVENT_TEST_PENDING } = Runner.constants;

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
  }
}

module.exports = SkipsNamed;

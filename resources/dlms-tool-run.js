/**
 * Tools of the edit dialogs that work at a meter: started in the runtime with the meter as it stands in the
 * form, and watched to their end. Needs jQuery, which gives each request the user's token.
 */
((scope) => {
  /** A question says in which language names are wanted. */
  const dataOf = (question) => JSON.stringify({ ...question, language: scope.MeterflowDlms.language() });

  const ask = (method, path, question) =>
    $.ajax({
      method,
      url: `dlms/tools/${path}`,
      ...(question === undefined
        ? {}
        : { data: dataOf(question), contentType: 'application/json', dataType: 'json' }),
    });

  /** What went wrong with a request, as the runtime says it, or that it did not answer. */
  const faultOf = ({ status, responseJSON }) => {
    if (responseJSON?.code !== undefined) return responseJSON;
    return { code: status === 401 || status === 403 ? 'forbidden' : 'no-runtime' };
  };

  /** Runs that were stopped, until the runtime knows: before that it takes no other one for the meter. */
  const leaving = new Set();
  /** A network may be away for a moment. */
  const MOST_TRIES = 3;
  const PAUSE_MS = 1000;

  class ToolRun {
    #id;
    #isOver = false;
    #told;
    /** Resolved when the runtime has ended it, or cannot be told to. */
    #gone = $.Deferred();

    /**
     * @param tool its name in the runtime
     * @param question the meter, as the form's `values()` gives it, and what else the tool needs
     * @param told `event` hears of each event, `fault` that it could not be started or watched, `over` of the
     * end, whatever it is; nothing more is told after `stop`
     */
    constructor(tool, question, told) {
      this.#told = told;
      $.when(...leaving).always(() => this.#start(tool, question));
    }

    get isOver() {
      return this.#isOver;
    }

    stop() {
      if (this.#isOver) return;
      leaving.add(this.#gone);
      this.#gone.always(() => leaving.delete(this.#gone));
      this.#end();
      if (this.#id !== undefined) this.#stopThere();
    }

    #start(tool, question) {
      if (this.#isOver) {
        this.#gone.resolve();
        return;
      }
      ask('POST', tool, question)
        .done(({ run }) => {
          this.#id = run;
          if (this.#isOver) this.#stopThere();
          else this.#watch(0);
        })
        .fail((answer) => this.#fail(answer));
    }

    #stopThere() {
      ask('DELETE', `runs/${this.#id}`).always(() => this.#gone.resolve());
    }

    /** Each answer is waited for in the runtime; the next question follows at once. */
    #watch(from, tries = 1) {
      ask('GET', `runs/${this.#id}?from=${from}`)
        .done(({ events, next, over }) => {
          for (const event of events) if (!this.#isOver) this.#told.event(event);
          if (this.#isOver) return;
          if (over) this.#end();
          else this.#watch(next);
        })
        .fail((answer) => {
          const isPassing = answer.responseJSON === undefined && tries < MOST_TRIES;
          if (isPassing && !this.#isOver) setTimeout(() => this.#watch(from, tries + 1), PAUSE_MS);
          else this.#fail(answer);
        });
    }

    #fail(answer) {
      this.#gone.resolve();
      if (this.#isOver) return;
      this.#told.fault(faultOf(answer));
      this.#end();
    }

    #end() {
      this.#isOver = true;
      this.#told.over?.();
    }
  }

  /** A question that is answered at once. `done` gets the answer, `fault` what went wrong. */
  const askTool = (tool, question, { done, fault }) =>
    ask('POST', tool, question)
      .done(done)
      .fail((answer) => fault(faultOf(answer)));

  const startTool = (tool, question, told) => new ToolRun(tool, question, told);

  scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, { startTool, askTool });
})(globalThis);

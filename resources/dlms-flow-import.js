/**
 * All that a configuration file says, put into the editor as a flow, as the editor's own import does it: on a tab of
 * its own, and undone in one step. Needs the editor (`RED`, jQuery).
 */
((scope) => {
  const shared = () => scope.MeterflowDlms;
  const text = (key, values) => shared().word(TYPE, key, values);

  const TYPE = 'dlms-device';
  const CANCEL = '#node-dialog-cancel:visible, #node-config-dialog-cancel:visible';
  /** A dialog below another one slides in, in milliseconds. */
  const SLIDE_MS = 350;

  /** As their own button does it: the dialog of a meter may lie on that of a node. */
  const closeDialogs = (then) => {
    const button = $(CANCEL).last();
    if (button.length === 0) return then();
    const closed = (next) => () => {
      RED.events.off('editor:change', below);
      RED.events.off('editor:close', last);
      next();
    };
    const below = closed(() => setTimeout(() => closeDialogs(then), SLIDE_MS));
    const last = closed(then);
    RED.events.on('editor:change', below);
    RED.events.on('editor:close', last);
    button.trigger('click');
  };

  const put = (nodes, options) => {
    RED.view.importNodes(nodes, { generateIds: false, addFlow: false, ...options });
    const tab = nodes.find(({ type }) => type === 'tab');
    if (tab !== undefined) RED.workspaces.show(tab.id);
    tellTwins(nodes);
  };

  /** An alias stands for one meter; who has made one of them by hand finds out here. */
  const tellTwins = (nodes) => {
    const imported = new Map(nodes.filter(({ type }) => type === TYPE).map(({ id, alias }) => [alias, id]));
    const twins = [];
    RED.nodes.eachConfig((node) => {
      const alias = node.type === TYPE ? shared().deviceAlias(node) : undefined;
      if (imported.has(alias) && imported.get(alias) !== node.id) twins.push(alias);
    });
    if (twins.length === 0) return;
    const told = $('<p>').text(text('file.twins', { aliases: twins.join(', ') }));
    RED.notify(told, { type: 'warning', timeout: 20_000 });
  };

  /** Of a file that was imported before: meters take the place of what they were, read nodes come once more. */
  const importAnew = (flow) => {
    const known = flow().filter(({ id }) => RED.nodes.node(id) || RED.nodes.workspace(id));
    const importMap = Object.fromEntries(
      known.map(({ id, type }) => [id, type === TYPE ? 'replace' : 'copy']),
    );
    put(flow(), { importMap });
  };

  const askAnew = (flow, count) => {
    const question = RED.notify(`<p>${text('file.again', { count })}</p>`, {
      type: 'info',
      fixed: true,
      modal: true,
      buttons: [
        { text: text('file.leave'), click: () => question.close() },
        {
          text: text('file.replace'),
          class: 'primary',
          click: () => {
            question.close();
            importAnew(flow);
          },
        },
      ],
    });
  };

  /** @param answer of the runtime, with the secrets of the file; the open dialogs are closed, and not saved */
  const importFlow = (answer) => {
    const flow = () => structuredClone(shared().flowWithSecrets(answer));
    closeDialogs(() => {
      try {
        put(flow());
      } catch (cause) {
        if (cause.code !== 'import_conflict') throw cause;
        const known = answer.nodes.filter(({ id, type }) => type === TYPE && RED.nodes.node(id));
        askAnew(flow, known.length);
      }
    });
  };

  /** A button for it, among others. */
  const importButton = (bar, answer) =>
    shared()
      .toolButton(bar, 'sign-in', text('file.import-all'))
      .addClass('red-ui-button-small meterflow-import-all')
      .on('click', () => importFlow(answer()));

  scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, { importButton });
})(globalThis);

/**
 * "Browse" from the edit dialogs of a meter and of a read node: a dialog on top of them with the tree of the
 * meter's objects. The list is kept by the runtime and shown at once; without one, the meter is asked. Needs
 * the editor (`RED`, jQuery).
 */
((scope) => {
  const shared = () => scope.MeterflowDlms;
  const TYPE = 'dlms-device';

  const text = (key, values) => shared().word(TYPE, key, values);

  /** A meter as it is in the editor, deployed or not, as the runtime is asked about it. */
  const meterOf = (node) => {
    const { credentials } = node._def;
    const saved = Object.entries(shared().savedDevice(node));
    const settings = Object.fromEntries(saved.map(([name, value]) => [name, String(value)]));
    const typed = Object.keys(credentials).map((name) => [name, node.credentials?.[name]]);
    const isKept = (value) => value === undefined || value === shared().KEPT;
    return {
      id: node.id,
      settings,
      secrets: Object.fromEntries(typed.filter(([, value]) => !isKept(value) && value !== '')),
      stored: typed.filter(([, value]) => isKept(value)).map(([name]) => name),
    };
  };

  /** Known objects are offered first while a code is typed. */
  const offer = ({ objects }) => {
    shared().signals?.setKnown(objects.map(({ obis, ...object }) => ({ logicalName: obis, ...object })));
  };

  /**
   * @param meter as a form's `values()` gives it
   * @param add takes rows for the table of signals; without it nothing can be ticked
   */
  const openBrowser = (meter, add) => {
    let browser;
    const close = (then) => {
      browser?.close();
      RED.tray.close(then);
    };
    const done = { id: 'node-dialog-cancel', text: text('browse.done'), click: () => close() };
    const adding = {
      id: 'node-dialog-ok',
      class: 'primary',
      text: text('browse.add', { count: 0 }),
      click: () => {
        const rows = browser.signals();
        // The table is not on the page before this dialog has gone.
        close(() => add(rows));
      },
    };
    RED.tray.show({
      title: text('browse.title'),
      buttons: add === undefined ? [done] : [done, adding],
      focusElement: false,
      open: (tray) => {
        const place = tray.find('.red-ui-tray-body');
        const count = (ticked) => {
          const label = text('browse.add', { count: ticked });
          tray
            .find('#node-dialog-ok')
            .text(label)
            .prop('disabled', ticked === 0)
            .toggleClass('disabled', ticked === 0);
        };
        browser = new (shared().MeterBrowser)(place, meter, { text, ticks: add !== undefined, count, offer });
        count(0);
      },
      resize: () => browser?.resize(),
      show: () => browser?.focus(),
      close: () => browser?.close(),
    });
  };

  /** @param form the open dialog of a meter @param place for the button */
  const browseMeter = (form, place) => {
    const button = shared().toolButton(place, 'sitemap', form.text('browse.button'));
    button.attr('id', 'meterflow-browse').on('click', () => openBrowser(form.values()));
  };

  /** @param signals the table of the open dialog of a read node @param place for the button */
  const browseSignals = (signals, place) => {
    const button = shared().toolButton(place, 'sitemap', text('browse.button-pick'));
    button.addClass('red-ui-button-small').attr('id', 'meterflow-browse-signals');
    button.on('click', () => {
      const device = RED.nodes.node(signals.device());
      if (device?.type === TYPE) openBrowser(meterOf(device), (rows) => signals.add(rows));
      else RED.notify(text('browse.no-meter'), { type: 'warning', timeout: 5000 });
    });
  };

  scope.MeterflowDlms = Object.assign(scope.MeterflowDlms ?? {}, { browseMeter, browseSignals });
})(globalThis);

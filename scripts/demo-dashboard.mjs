/** The dashboard page of the demo: power as a gauge and a chart, energies, voltages. */

const BASE = 'dlms-demo-ui';
const THEME = 'dlms-demo-theme';
const PAGE = 'dlms-demo-page';

const group = (key, name, order, width) => ({
  id: `dlms-demo-group-${key}`,
  type: 'ui-group',
  name,
  page: PAGE,
  width: String(width),
  height: '1',
  order,
  showTitle: true,
  className: '',
  visible: 'true',
  disabled: 'false',
  groupType: 'default',
});

function frame() {
  return [
    {
      id: BASE,
      type: 'ui-base',
      name: 'Demo dashboard',
      path: '/dashboard',
      appIcon: '',
      includeClientData: true,
      acceptsClientConfig: ['ui-notification', 'ui-control'],
      showPathInSidebar: false,
      headerContent: 'page',
      navigationStyle: 'icon',
      titleBarStyle: 'default',
      showReconnectNotification: true,
      notificationDisplayTime: 1,
      showDisconnectNotification: true,
      allowInstall: false,
    },
    {
      id: THEME,
      type: 'ui-theme',
      name: 'Demo theme',
      colors: {
        surface: '#2f5d50',
        primary: '#2e7d64',
        bgPage: '#eef2f0',
        groupBg: '#ffffff',
        groupOutline: '#d5ded9',
      },
      sizes: {
        density: 'default',
        pagePadding: '16px',
        groupGap: '16px',
        groupBorderRadius: '8px',
        widgetGap: '12px',
      },
    },
    {
      id: PAGE,
      type: 'ui-page',
      name: 'Demo meter',
      ui: BASE,
      path: '/meter',
      icon: 'meter-electric-outline',
      layout: 'grid',
      theme: THEME,
      breakpoints: [
        { name: 'Default', px: '0', cols: '3' },
        { name: 'Tablet', px: '576', cols: '6' },
        { name: 'Small Desktop', px: '768', cols: '9' },
        { name: 'Desktop', px: '1024', cols: '12' },
      ],
      order: 1,
      className: '',
      visible: 'true',
      disabled: 'false',
    },
    group('power', 'Power now', 1, 3),
    group('history', 'Power, last 15 minutes', 2, 6),
    group('energy', 'Energy', 3, 3),
    group('voltage', 'Voltage', 4, 12),
  ];
}

const text = (
  z,
  key,
  x,
  y,
  { group: groupKey, order, width, label, value, height = 1, layout = 'row-center' },
) => ({
  id: `dlms-demo-text-${key}`,
  type: 'ui-text',
  z,
  x,
  y,
  wires: [],
  group: `dlms-demo-group-${groupKey}`,
  order,
  width: String(width),
  height: String(height),
  name: '',
  label,
  format: '{{msg.payload}}',
  layout,
  style: true,
  font: '',
  fontSize: 20,
  color: '#1d3b33',
  wrapText: false,
  className: '',
  value,
  valueType: 'jsonata',
});

const KILOWATT_HOURS = "$formatNumber(payload / 1000, '#,##0.000') & ' kWh'";
/** With two hard spaces, since label and value stand side by side. */
const VOLTS = "'\u00a0\u00a0' & $formatNumber(payload, '0.0') & ' V'";

const energy = (z, key, y, order, label) =>
  text(z, key, 740, y, {
    group: 'energy',
    order,
    width: 3,
    label,
    value: KILOWATT_HOURS,
    height: 2,
    layout: 'col-center',
  });

const voltage = (z, line, y) =>
  text(z, `voltage_l${line}`, 740, y, {
    group: 'voltage',
    order: line,
    width: 4,
    label: `L${line}`,
    value: VOLTS,
  });

const gauge = (z) => ({
  id: 'dlms-demo-gauge',
  type: 'ui-gauge',
  z,
  x: 740,
  y: 360,
  wires: [[]],
  name: 'power',
  group: 'dlms-demo-group-power',
  order: 1,
  value: 'payload',
  valueType: 'msg',
  width: '3',
  height: '4',
  gtype: 'gauge-34',
  gstyle: 'needle',
  title: '',
  alwaysShowTitle: false,
  floatingTitlePosition: 'top-left',
  units: 'W',
  icon: '',
  prefix: '',
  suffix: '',
  // The simulated house has solar cells: below zero it feeds into the grid.
  segments: [
    { from: '-3000', color: '#5cb99a' },
    { from: '0', color: '#e8c04c' },
    { from: '1500', color: '#d9694a' },
  ],
  min: -3000,
  max: 3000,
  sizeThickness: 16,
  sizeGap: 4,
  sizeKeyThickness: 8,
  styleRounded: true,
  styleGlow: false,
  className: '',
});

const chart = (z) => ({
  id: 'dlms-demo-chart',
  type: 'ui-chart',
  z,
  x: 740,
  y: 400,
  wires: [[]],
  group: 'dlms-demo-group-history',
  name: 'power, last 15 minutes',
  label: '',
  order: 1,
  chartType: 'line',
  category: 'active power in W',
  categoryType: 'str',
  xAxisLabel: '',
  xAxisProperty: 'timestamp',
  xAxisPropertyType: 'msg',
  xAxisType: 'time',
  xAxisFormat: '',
  xAxisFormatType: 'HH:mm:ss',
  xmin: '',
  xmax: '',
  yAxisLabel: '',
  yAxisProperty: 'payload',
  yAxisPropertyType: 'msg',
  ymin: '',
  ymax: '',
  bins: 10,
  action: 'append',
  stackSeries: false,
  pointShape: 'false',
  pointRadius: 3,
  showLegend: true,
  removeOlder: '15',
  removeOlderUnit: '60',
  removeOlderPoints: '',
  colors: ['#2e7d64', '#d9694a', '#e8c04c', '#2CA02C', '#A347E1', '#D62728', '#FF9896', '#9467BD', '#C5B0D5'],
  textColor: ['#666666'],
  textColorDefault: true,
  gridColor: ['#e5e5e5'],
  gridColorDefault: true,
  width: '6',
  height: '4',
  className: '',
  interpolation: 'linear',
});

const TARGETS = {
  power: ['dlms-demo-gauge', 'dlms-demo-chart'],
};

/**
 * @param z the tab.
 * @param router id of the node that sends each signal to its widgets.
 * @param signals rows of the read node; each alias is the last part of a topic.
 */
export function dashboard(z, router, signals) {
  return [
    ...frame(),
    {
      id: 'dlms-demo-note-3',
      type: 'comment',
      z,
      x: 550,
      y: 310,
      wires: [],
      name: '3 · The dashboard page',
      info: 'Open /dashboard beside the address of this editor.',
    },
    {
      id: router,
      type: 'switch',
      z,
      x: 520,
      y: 480,
      wires: signals.map(({ alias }) => TARGETS[alias] ?? [`dlms-demo-text-${alias}`]),
      name: 'by topic',
      property: 'topic',
      propertyType: 'msg',
      rules: signals.map(({ alias }) => ({ t: 'eq', v: `demo-meter/${alias}`, vt: 'str' })),
      checkall: 'false',
      repair: false,
      outputs: signals.length,
    },
    gauge(z),
    chart(z),
    energy(z, 'energy_import', 440, 1, 'Taken from the grid'),
    energy(z, 'energy_export', 480, 2, 'Fed into the grid'),
    voltage(z, 1, 520),
    voltage(z, 2, 560),
    voltage(z, 3, 600),
  ];
}

'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const colour = name => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
  let charts = [];

  const digits = value => Number(value.toPrecision(3)).toString();
  function scaled(value, units) {
    if (value === 0) return '0';
    const [factor, unit] = units.find(([from]) => value >= from) || units[units.length - 1];
    return digits(value / factor) + ' ' + unit;
  }
  const nanos = value => scaled(value, [[1e9, 's'], [1e6, 'ms'], [1e3, 'µs'], [1, 'ns']]);
  const bytes = value => scaled(value, [[1e9, 'GB'], [1e6, 'MB'], [1e3, 'kB'], [1, 'B']]);
  const millis = value => nanos(value * 1e6);

  function draw(id, height, config) {
    const canvas = document.getElementById(id);
    if (!canvas) return;
    canvas.parentElement.style.height = height + 'px';
    charts.push(new Chart(canvas, config));
  }

  /** A value axis whose labels carry their unit. */
  function values(format, more) {
    return {
      beginAtZero: true, border: {display: false}, grid: {color: colour('line')},
      ticks: {callback: format, maxRotation: 0, autoSkipPadding: 24}, ...more,
    };
  }

  function names(count, label) {
    return {
      type: 'category', grid: {display: false}, border: {color: colour('line')},
      ticks: {autoSkip: false, callback: (value, index) => label(index), crossAlign: 'far'},
      labels: Array.from({length: count}, (_, index) => index),
    };
  }

  function shortened(name) {
    const room = window.innerWidth < 600 ? 16 : 34;
    return name.length > room ? name.slice(0, room - 1) + '…' : name;
  }

  function steps(dataset, format, scale) {
    return {
      type: 'bar',
      data: {datasets: dataset},
      options: {
        indexAxis: 'y',
        scales: {x: values(format, scale), y: names(data.steps.length, index => shortened(data.steps[index].name))},
        interaction: {mode: 'index', axis: 'y', intersect: false},
        plugins: {tooltip: {callbacks: {
          title: items => data.steps[items[0].dataIndex].name,
          label: item => item.dataset.tip ? item.dataset.tip(data.steps[item.dataIndex]) : null,
        }}},
      },
    };
  }

  function latency() {
    const points = (key, style, fill, more) => ({
      type: 'line', showLine: false, label: key, data: data.steps.map(step => step[key]), pointStyle: style, pointRadius: 5,
      backgroundColor: fill, borderColor: colour('accent'), pointBorderWidth: 2, tip: step => key + '  ' + nanos(step[key]), ...more,
    });
    const span = {
      label: 'span', data: data.steps.map(step => [step.p50, step.p99]), backgroundColor: colour('accent-soft'), barThickness: 4,
    };
    const isDecade = value => Number.isInteger(Math.round(Math.log10(value) * 1e6) / 1e6);
    const config = steps(
      [
        points('p50', 'circle', colour('accent')),
        points('p95', 'circle', colour('paper')),
        points('p99', 'line', colour('accent'), {pointRotation: 90}),
        span,
      ],
      value => isDecade(value) ? nanos(value) : null, {type: 'logarithmic', beginAtZero: false});
    config.options.plugins.legend = {labels: {filter: item => item.text !== 'span', usePointStyle: true}};
    draw('latency', data.steps.length * 30 + 80, config);
  }

  function sizes() {
    const bars = (key, text, fill) => ({
      label: text, data: data.steps.map(step => step[key]), backgroundColor: fill, barPercentage: 0.8, categoryPercentage: 0.7,
      tip: step => text + '  ' + bytes(step[key]),
    });
    draw('sizes', data.steps.length * 30 + 80,
      steps([bars('bytesIn', 'in', colour('accent-soft')), bars('bytesOut', 'out', colour('accent'))], bytes));
  }

  function timeline() {
    const states = {
      first: ['ok', colour('accent')], retry: ['ok, a retry', colour('accent-soft')],
      speculative: ['ok, speculative', colour('good')], failed: ['failed', colour('bad')], killed: ['killed', colour('muted')],
      duplicate: ['ok, another was taken', colour('second')],
    };
    const tasks = data.lanes.flatMap((lane, index) => lane.tasks.map(task => ({...task, x: [task.from, task.to], y: index})));
    const datasets = Object.entries(states).map(([state, [label, fill]]) => ({
      label, data: tasks.filter(task => task.state === state), backgroundColor: fill, borderColor: colour('paper'),
      borderWidth: {left: 1, right: 1}, borderSkipped: false, grouped: false, barPercentage: 0.86, categoryPercentage: 1, minBarLength: 3,
    })).filter(dataset => dataset.data.length > 0);
    const starts = index => index === 0 || data.lanes[index].executor !== data.lanes[index - 1].executor;
    draw('timeline', Math.min(900, data.lanes.length * 22 + 80), {
      type: 'bar',
      data: {datasets},
      options: {
        indexAxis: 'y',
        scales: {
          x: time(),
          y: {...names(data.lanes.length, index => starts(index) ? shortened(data.lanes[index].executor) : ''), afterFit: leftRoom},
        },
        plugins: {tooltip: {callbacks: {
          title: items => items[0].raw.name,
          label: ({raw}) => `${raw.images} images in ${millis(raw.to - raw.from)}, from ${millis(raw.from)}`,
        }}},
      },
    });
  }

  /** The time axis, which ends with the last task. */
  function time() {
    const end = Math.max(...data.lanes.flatMap(lane => lane.tasks.map(task => task.to)));
    const axis = values(millis, {type: 'linear', max: end});
    axis.ticks.includeBounds = false;
    return axis;
  }

  /** The same room on the left of both charts over time, so that their times line up. */
  const leftRoom = axis => { axis.width = window.innerWidth < 600 ? 84 : 120; };

  function throughput() {
    draw('throughput', 220, {
      type: 'line',
      data: {datasets: [{
        data: data.throughput.map(point => ({x: point.millis, y: point.rate})), borderColor: colour('accent'), borderWidth: 2,
        backgroundColor: colour('accent-soft') + '66', fill: true, pointRadius: 0, stepped: 'middle',
      }]},
      options: {
        scales: {x: time(), y: values(digits, {afterFit: leftRoom})},
        interaction: {mode: 'index', intersect: false},
        plugins: {legend: {display: false}, tooltip: {callbacks: {
          title: items => 'at ' + millis(items[0].parsed.x),
          label: item => digits(item.parsed.y) + ' images a second',
        }}},
      },
    });
  }

  function drawAll() {
    charts.forEach(chart => chart.destroy());
    charts = [];
    Chart.defaults.animation = false;
    Chart.defaults.maintainAspectRatio = false;
    Chart.defaults.color = colour('muted');
    Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
    Chart.defaults.font.size = 13;
    Object.assign(Chart.defaults.plugins.legend, {align: 'start'});
    Object.assign(Chart.defaults.plugins.legend.labels, {boxWidth: 10, boxHeight: 10});
    latency();
    sizes();
    timeline();
    throughput();
  }

  drawAll();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll);
})();

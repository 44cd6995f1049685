(() => {
  'use strict';

  const { report, plots } = JSON.parse(document.getElementById('data').textContent);
  const charts = [];

  // Names come from data: they are only ever set as text, and never end up in a format string or in HTML.
  const element = (tag, text, className) => {
    const node = document.createElement(tag);
    node.textContent = text;
    node.className = className || '';
    return node;
  };

  const isNumber = (value) => typeof value === 'number';
  const stageColor = (index) => `var(--stage-${index % 6})`;
  const percent = (share) => {
    const value = 100 * share;
    return `${Number(value.toFixed(Math.abs(value) < 1 ? 2 : 1))}%`;
  };
  const macs = (value) => {
    const unit = Math.min(Math.max(Math.floor(Math.log10(value) / 3), 0), 5);
    return `${Number((value / 1000 ** unit).toPrecision(3))}${['', ' k', ' M', ' G', ' T', ' P'][unit]}`;
  };
  const withInterval = (value, interval) =>
    interval ? `${percent(value)} (${percent(interval[0])} to ${percent(interval[1])})` : percent(value);

  const SYMBOLS = {
    circle: 'M6 0A6 6 0 1 1 6 12A6 6 0 1 1 6 0Z',
    square: 'M1 1H11V11H1Z',
    diamond: 'M6 0L12 6L6 12L0 6Z',
    triangle: 'M6 0L12 11H0Z',
    down: 'M0 1H12L6 12Z',
    star: 'M6 0L7.6 4.3L12 4.5L8.5 7.3L9.7 12L6 9.3L2.3 12L3.5 7.3L0 4.5L4.4 4.3Z',
    line: 'M0 5H12V7.4H0Z',
    dashes: 'M0 5H5V7.4H0ZM7 5H12V7.4H7Z',
  };

  const legend = (chart, entries) => {
    const list = element('ul', '', 'legend');
    for (const { name, color, symbol, hollow } of entries) {
      const item = element('li', '');
      const icon = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
      icon.setAttribute('width', '14');
      icon.setAttribute('height', '14');
      icon.setAttribute('viewBox', '-1 -1 14 14');
      const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
      path.setAttribute('d', SYMBOLS[symbol]);
      path.setAttribute('fill', hollow ? 'none' : color);
      path.setAttribute('stroke', hollow ? color : 'none');
      path.setAttribute('stroke-width', '1.6');
      icon.append(path);
      item.append(icon, element('span', name));
      list.append(item);
    }
    chart.before(list);
  };

  const tip = (title, lines) => {
    const node = element('div', '', 'tip');
    node.append(element('b', title), ...lines.map((line) => element('div', line)));
    return node;
  };

  const axis = (name, options) => ({
    type: 'value',
    name,
    nameLocation: 'middle',
    nameGap: 30,
    nameTextStyle: { color: 'var(--muted)', fontSize: 12 },
    axisLabel: { color: 'var(--muted)', fontSize: 12, hideOverlap: true, ...options.axisLabel },
    axisLine: { show: true, lineStyle: { color: 'var(--line)' } },
    axisTick: { show: true, lineStyle: { color: 'var(--line)' } },
    splitLine: { lineStyle: { color: 'var(--faint)' } },
    ...Object.fromEntries(Object.entries(options).filter(([key]) => key !== 'axisLabel')),
  });

  const draw = (id, entries, option) => {
    const node = document.getElementById(id);
    legend(node, entries);
    const chart = echarts.init(node, null, { renderer: 'svg' });
    chart.setOption({
      animation: false,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      grid: { left: 24, right: 26, top: 16, bottom: 30, containLabel: true },
      ...option,
      tooltip: {
        confine: true,
        backgroundColor: 'var(--surface)',
        borderColor: 'var(--line)',
        textStyle: { color: 'var(--text)', fontSize: 13 },
        axisPointer: { lineStyle: { color: 'var(--muted)' }, label: { show: false } },
        ...option.tooltip,
      },
    });
    charts.push(chart);
  };

  const still = { emphasis: { disabled: true } };

  /** The stages alone, the baselines and the cascade, each with its accuracy and its average MACs. */
  const costPoints = () => {
    const alone = report.stages.map((stage, index) => ({
      name: `${stage.model} alone`,
      short: stage.model,
      cost: stage.macs,
      metrics: stage,
      color: stageColor(index),
      symbol: 'circle',
      size: 13,
    }));
    const taken = new Set(alone.map((point) => point.name));
    const shapes = ['square', 'triangle', 'down', 'star'];
    const others = (report.baselines || [])
      .filter((baseline) => !taken.has(baseline.name))
      .map((baseline, index) => ({
        name: baseline.oracle ? `${baseline.name} (not reachable in practice)` : baseline.name,
        cost: baseline.averageMacs,
        metrics: baseline,
        color: baseline.oracle ? 'var(--oracle)' : 'var(--baseline)',
        symbol: shapes[index % shapes.length],
        hollow: baseline.oracle,
        size: 11,
      }));
    const own = {
      name: 'this cascade',
      short: 'cascade',
      cost: report.cascade.averageMacs,
      metrics: report.cascade,
      color: 'var(--cascade)',
      symbol: 'diamond',
      size: 16,
    };
    return [...alone, ...others, own].filter(
      (point) => isNumber(point.cost) && point.cost > 0 && isNumber(point.metrics.accuracy),
    );
  };

  /** Points of nearly the same cost side by side, so that their whiskers can be told apart. */
  const spread = (points, width) => {
    const sorted = [...points].sort((a, b) => a.x - b.x);
    for (let start = 0, end; start < sorted.length; start = end) {
      for (end = start + 1; end < sorted.length && sorted[end].x - sorted[start].x < 0.02 * width; end++);
      for (let i = start; i < end; i++) {
        sorted[i].shown = sorted[i].x + (i - (start + end - 1) / 2) * 0.028 * width;
      }
    }
  };

  const drawCost = () => {
    const points = costPoints();
    const costs = points.map((point) => point.cost);
    const logarithmic = Math.max(...costs) > 20 * Math.min(...costs);
    for (const point of points) {
      point.x = logarithmic ? Math.log10(point.cost) : point.cost;
      point.interval = point.metrics.intervals && point.metrics.intervals.accuracy;
    }
    const xs = points.map((point) => point.x);
    const step = logarithmic ? (Math.max(...xs) - Math.min(...xs) > 2.5 ? 1 : 0.5) : 0;
    const low = logarithmic ? Math.floor((Math.min(...xs) - 0.06) / step) * step : 0;
    const high = logarithmic ? Math.ceil((Math.max(...xs) + 0.06) / step) * step : 1.08 * Math.max(...xs);
    spread(points, high - low);
    draw('plot-cost', points, {
      tooltip: {
        trigger: 'item',
        formatter: ({ seriesIndex }) => {
          const point = points[Math.floor(seriesIndex / 2)];
          return tip(point.name, [
            `accuracy ${withInterval(point.metrics.accuracy, point.interval)}`,
            `${macs(point.cost)} MACs on average`,
          ]);
        },
      },
      xAxis: axis(logarithmic ? 'average MACs for an example (log scale)' : 'average MACs for an example', {
        min: low,
        max: high,
        ...(logarithmic ? { interval: step } : {}),
        axisLabel: {
          showMaxLabel: logarithmic,
          formatter: (value) => (logarithmic ? macs(Number((10 ** value).toPrecision(2))) : macs(value)),
        },
      }),
      yAxis: axis('accuracy', {
        scale: true,
        nameGap: 46,
        max: ({ max, min }) => Math.min(1, max + 0.05 * (max - min)),
        axisLabel: { formatter: percent, showMaxLabel: true },
      }),
      series: points.flatMap((point) => [
        {
          type: 'line',
          silent: true,
          data: (point.interval || []).map((end) => [point.shown, end]),
          lineStyle: { color: point.color, width: 1.4, type: point.hollow ? 'dashed' : 'solid' },
          itemStyle: { color: point.color },
          symbol: 'rect',
          symbolSize: [9, 1.4],
          z: 2,
          ...still,
        },
        {
          type: 'scatter',
          data: [[point.shown, point.metrics.accuracy]],
          symbol: `path://${SYMBOLS[point.symbol]}`,
          symbolSize: point.size,
          itemStyle: {
            color: point.hollow ? 'var(--surface)' : point.color,
            borderColor: point.hollow ? point.color : 'var(--surface)',
            borderWidth: point.hollow ? 1.8 : 1,
            opacity: 1,
          },
          z: 3,
          ...still,
        },
      ]),
    });
  };

  /** The risk of a curve at a coverage: that of its last point up to there. */
  const riskAt = (points, coverage) => {
    let risk = null;
    for (const [x, y] of points) {
      if (x > coverage + 1e-9) {
        break;
      }
      risk = y;
    }
    return risk;
  };

  const drawRiskCoverage = () => {
    const models = (report.stages || []).map((stage) => stage.model);
    const curves = plots.riskCoverage.map(({ name, points }) => {
      const stage = models.indexOf(name);
      if (stage >= 0) {
        return { name: `${name} alone`, points, color: stageColor(stage), symbol: 'line', width: 1.7 };
      }
      const whole = name === 'cascade';
      return { name, points, color: whole ? 'var(--cascade)' : 'var(--baseline)', symbol: 'line', width: whole ? 2.6 : 1.7 };
    });
    // The first few answers make risks that jump: one wrong answer of two is 50%.
    const settled = curves.flatMap(({ points }) => points.filter(([coverage]) => coverage >= 0.1).map((p) => p[1]));
    draw('plot-risk-coverage', curves, {
      tooltip: {
        trigger: 'axis',
        formatter: (hovered) => {
          const coverage = hovered[0].axisValue;
          return tip(
            `surest ${percent(coverage)} answered`,
            curves.map(({ name, points }) => {
              const risk = riskAt(points, coverage);
              return `${name}: ${risk === null ? '–' : `${percent(risk)} wrong`}`;
            }),
          );
        },
      },
      xAxis: axis('coverage: share answered, surest first', { min: 0, max: 1, axisLabel: { formatter: percent } }),
      yAxis: axis('risk: error rate', {
        min: 0,
        max: Math.max(0.002, 1.15 * Math.max(0, ...settled)),
        nameGap: 46,
        axisLabel: { formatter: percent, showMaxLabel: false },
      }),
      series: curves.map(({ points, color, width }) => ({
        type: 'line',
        data: points,
        showSymbol: false,
        symbol: 'circle',
        itemStyle: { color },
        lineStyle: { color, width },
        ...still,
      })),
    });
  };

  /** The outline of a histogram as points of a line. */
  const outline = (edges, counts) =>
    counts.flatMap((count, bin) => [
      [edges[bin], count],
      [edges[bin + 1], count],
    ]);

  const drawScore = (plot, index) => {
    const { edges, right, wrong, low, high } = plot;
    const first = edges[0];
    const last = edges[edges.length - 1];
    const score = typeof plot.score === 'string' ? plot.score : (plot.score && plot.score.use) || 'score';
    const from = Math.max(first, isNumber(low) ? low : first);
    const to = Math.min(last, isNumber(high) ? high : last);
    const ends = [low, high].filter((end) => isNumber(end) && end >= first && end <= last);
    const shaded = from <= to;
    const short = (value) => String(Number(value.toPrecision(4)));
    const digits = Math.max(...right, ...wrong).toLocaleString('en').length;
    const shade = (index) => ({
      markArea: { silent: true, itemStyle: { color: 'var(--window)' }, data: [[{ xAxis: from }, { xAxis: to }]] },
      markLine: {
        silent: true,
        symbol: 'none',
        lineStyle: { color: 'var(--window-text)', type: 'dashed' },
        label: { show: index === 0, color: 'var(--window-text)', formatter: ({ value }) => short(value) },
        data: ends.map((end) => ({ xAxis: end })),
      },
    });
    // Two panels, each with a scale of its own: the wrong would vanish beside the many that are right.
    const panel = (index, counts, color) => ({
      type: 'line',
      xAxisIndex: index,
      yAxisIndex: index,
      data: outline(edges, counts),
      showSymbol: false,
      itemStyle: { color },
      lineStyle: { width: 0 },
      areaStyle: { color, opacity: 1 },
      ...still,
      ...(shaded ? shade(index) : {}),
    });
    const scoreAxis = (index) =>
      axis(index === 1 ? score : '', {
        gridIndex: index,
        min: first,
        max: last,
        axisLabel: { show: index === 1, showMinLabel: false, showMaxLabel: false, formatter: short },
      });
    const countAxis = (index, name) =>
      axis(name, { gridIndex: index, nameGap: 18 + 7 * digits, minInterval: 1, splitNumber: 3, axisLabel: {} });
    const left = 34 + 7 * digits;
    draw(
      `plot-score-${index}`,
      [
        { name: 'right', color: 'var(--right)', symbol: 'square' },
        { name: 'wrong', color: 'var(--wrong)', symbol: 'square' },
        ...(shaded ? [{ name: 'passed on', color: 'var(--window)', symbol: 'square' }] : []),
      ],
      {
        axisPointer: { link: [{ xAxisIndex: 'all' }] },
        tooltip: {
          trigger: 'axis',
          formatter: (hovered) => {
            const value = hovered[0].axisValue;
            const bin = edges.slice(1, -1).filter((edge) => edge <= value).length;
            return tip(`${score} from ${short(edges[bin])} to ${short(edges[bin + 1])}`, [
              `${right[bin].toLocaleString('en')} right`,
              `${wrong[bin].toLocaleString('en')} wrong`,
            ]);
          },
        },
        grid: [
          { left, right: 26, top: 20, height: '36%' },
          { left, right: 26, bottom: 46, height: '32%' },
        ],
        xAxis: [scoreAxis(0), scoreAxis(1)],
        yAxis: [countAxis(0, 'right'), countAxis(1, 'wrong')],
        series: [panel(0, right, 'var(--right)'), panel(1, wrong, 'var(--wrong)')],
      },
    );
  };

  const drawDeferral = () => {
    const curve = report.deferral.curve.map(({ rate, accuracy }) => [rate, accuracy]);
    const ends = [curve[0], curve[curve.length - 1]];
    const [[, small], [, large]] = ends;
    const before = report.deferral.before ? report.deferral.before.curve.map(({ rate, accuracy }) => [rate, accuracy]) : [];
    // The ideal defers the small model's errors first; the large one is as accurate on them as elsewhere.
    const ideal = large > small ? [ends[0], [1 - small, large], ends[1]] : [];
    draw(
      'plot-deferral',
      [
        { name: "by the rule's score", color: 'var(--cascade)', symbol: 'line' },
        ...(before.length ? [{ name: 'before tuning', color: stageColor(0), symbol: 'line' }] : []),
        { name: 'random choice', color: 'var(--baseline)', symbol: 'dashes' },
        ...(ideal.length ? [{ name: 'ideal', color: 'var(--oracle)', symbol: 'dashes' }] : []),
      ],
      {
        tooltip: {
          trigger: 'axis',
          formatter: (hovered) => {
            const [rate, accuracy] = hovered[0].value;
            return tip(`${percent(rate)} passed on`, [`${percent(accuracy)} right`]);
          },
        },
        xAxis: axis('deferral rate', { min: 0, max: 1, axisLabel: { formatter: percent } }),
        yAxis: axis('accuracy', { scale: true, nameGap: 46, axisLabel: { formatter: percent } }),
        series: [
          {
            type: 'line',
            data: curve,
            showSymbol: false,
            itemStyle: { color: 'var(--cascade)' },
            lineStyle: { color: 'var(--cascade)', width: 2.2 },
            ...still,
          },
          {
            type: 'line',
            data: ends,
            silent: true,
            showSymbol: false,
            itemStyle: { color: 'var(--baseline)' },
            lineStyle: { color: 'var(--baseline)', type: 'dashed', width: 1.5 },
            ...still,
          },
          {
            type: 'line',
            data: ideal,
            silent: true,
            showSymbol: false,
            itemStyle: { color: 'var(--oracle)' },
            lineStyle: { color: 'var(--oracle)', type: 'dashed', width: 1.5 },
            ...still,
          },
          {
            type: 'line',
            data: before,
            silent: true,
            showSymbol: false,
            itemStyle: { color: stageColor(0) },
            lineStyle: { color: stageColor(0), width: 1.5 },
            ...still,
          },
        ],
      },
    );
  };

  const drawReliability = ({ before, after }, index) => {
    const series = [
      { name: 'before', points: before, color: 'var(--baseline)' },
      { name: 'after', points: after, color: 'var(--cascade)' },
    ];
    draw(
      `plot-reliability-${index}`,
      [
        ...series.map(({ name, color }) => ({ name, color, symbol: 'line' })),
        { name: 'probabilities that come true', color: 'var(--oracle)', symbol: 'dashes' },
      ],
      {
        tooltip: {
          trigger: 'item',
          formatter: ({ value: [probability, accuracy, count] }) =>
            tip(`says ${percent(probability)}`, [`${percent(accuracy)} right of ${count.toLocaleString('en')}`]),
        },
        xAxis: axis('probability of the answer', { min: 0, max: 1, axisLabel: { formatter: percent } }),
        yAxis: axis('share of right answers', { min: 0, max: 1, nameGap: 46, axisLabel: { formatter: percent } }),
        series: [
          ...series.map(({ points, color }) => ({
            type: 'line',
            data: points,
            symbol: 'circle',
            symbolSize: 6,
            itemStyle: { color },
            lineStyle: { color, width: 2 },
            ...still,
          })),
          {
            type: 'line',
            data: [
              [0, 0],
              [1, 1],
            ],
            silent: true,
            showSymbol: false,
            itemStyle: { color: 'var(--oracle)' },
            lineStyle: { color: 'var(--oracle)', type: 'dashed', width: 1.5 },
            ...still,
          },
        ],
      },
    );
  };

  /** The front and the models alone on the test split, and what was tried on the calibration split. */
  const drawExplored = () => {
    const { objective, cost, costKey, others } = plots.explored;
    const quality = (of) => {
      const levels = of.coverageAtRisk;
      return isNumber(levels) || levels === undefined ? (levels ?? of.accuracy) : Object.values(levels)[0];
    };
    const whisker = (of) => {
      const { coverageAtRisk: levels, accuracy } = of.intervals;
      return levels === undefined ? accuracy : Object.values(levels)[0];
    };
    const named = (of) => (of.model === undefined ? `${of.name} ${of.models.join(' > ')}` : `${of.model} alone`);
    const averaged = (of) => (of.combine === 'average' && of.models.length > 1 ? ', averaged' : '');
    const costs = [...others.map(([value]) => value), ...report.models.map((of) => of[costKey])];
    const logarithmic = Math.min(...costs) > 0 && Math.max(...costs) > 20 * Math.min(...costs);
    const at = (value) => (logarithmic ? Math.log10(value) : value);
    const shown = (value) =>
      value >= 1000 ? macs(value) : String(Number(value.toPrecision(3)));
    const groups = [
      { name: 'tried, on calibration', color: 'var(--baseline)', symbol: 'circle' },
      { name: 'the front, on calibration', color: 'var(--oracle)', symbol: 'dashes' },
      { name: 'the front, on test', color: 'var(--cascade)', symbol: 'diamond' },
      { name: 'models alone, on test', color: stageColor(0), symbol: 'circle' },
    ];
    const measured = [
      ...report.models.map((of) => ({ of, color: stageColor(0), symbol: 'circle', size: 11 })),
      ...report.front.map((of) => ({ of, color: 'var(--cascade)', symbol: 'diamond', size: 13 })),
    ];
    draw('plot-explored', groups, {
      tooltip: {
        trigger: 'item',
        formatter: ({ seriesIndex, value }) => {
          if (seriesIndex === 0) {
            return tip(value[2], [`${objective} ${percent(value[1])} on calibration`, `${shown(value[3])} ${cost}`]);
          }
          const { of } = measured[Math.floor((seriesIndex - 2) / 2)];
          return tip(`${named(of)}${averaged(of)}`, [
            `${objective} ${withInterval(quality(of), whisker(of))} on test`,
            `${shown(of[costKey])} ${cost} on average`,
            `${percent(quality(of.calibration))} at ${shown(of.calibration[costKey])} on calibration`,
          ]);
        },
      },
      dataZoom: [{ type: 'inside', xAxisIndex: 0 }, { type: 'inside', yAxisIndex: 0 }],
      xAxis: axis(`average ${cost} for an example${logarithmic ? ' (log scale)' : ''}`, {
        scale: true,
        axisLabel: { formatter: (value) => shown(logarithmic ? Number((10 ** value).toPrecision(2)) : value) },
      }),
      yAxis: axis(objective, { scale: true, nameGap: 46, axisLabel: { formatter: percent } }),
      series: [
        {
          type: 'scatter',
          data: others.map(([value, y, name]) => [at(value), y, name, value]),
          symbol: 'circle',
          symbolSize: 4,
          itemStyle: { color: 'var(--baseline)', opacity: 0.5 },
          z: 1,
          ...still,
        },
        {
          type: 'line',
          silent: true,
          step: 'end',
          data: report.front.map((of) => [at(of.calibration[costKey]), quality(of.calibration)]),
          showSymbol: false,
          lineStyle: { color: 'var(--oracle)', type: 'dashed', width: 1.5 },
          itemStyle: { color: 'var(--oracle)' },
          z: 2,
          ...still,
        },
        ...measured.flatMap(({ of, color, symbol, size }) => [
          {
            type: 'line',
            silent: true,
            data: whisker(of).map((end) => [at(of[costKey]), end]),
            lineStyle: { color, width: 1.2 },
            itemStyle: { color },
            symbol: 'rect',
            symbolSize: [7, 1.2],
            z: 2,
            ...still,
          },
          {
            type: 'scatter',
            data: [[at(of[costKey]), quality(of)]],
            symbol: `path://${SYMBOLS[symbol]}`,
            symbolSize: size,
            itemStyle: { color, borderColor: 'var(--surface)', borderWidth: 1, opacity: 1 },
            z: 3,
            ...still,
          },
        ]),
      ],
    });
  };

  /** What a score said of the candidates of a target, and how they did. */
  const drawTransfer = (id, { name, points }) => {
    const short = (value) => String(Number(value.toPrecision(4)));
    draw(id, [], {
      tooltip: {
        trigger: 'item',
        formatter: ({ value: [value, accuracy, candidate] }) =>
          tip(candidate, [`${name} ${short(value)}`, `accuracy ${percent(accuracy)}`]),
      },
      xAxis: axis(name, { scale: true, axisLabel: { formatter: short } }),
      yAxis: axis('accuracy', { scale: true, nameGap: 46, axisLabel: { formatter: percent } }),
      series: [{ type: 'scatter', data: points, symbolSize: 9, itemStyle: { color: 'var(--cascade)' }, ...still }],
    });
  };

  // A plot is drawn where the page has a frame for it.
  const frame = (id) => document.getElementById(id) !== null;
  if (frame('plot-cost')) {
    drawCost();
  }
  if (frame('plot-explored')) {
    drawExplored();
  }
  if (frame('plot-risk-coverage')) {
    drawRiskCoverage();
  }
  (plots.scores || []).forEach((plot, index) => {
    if (frame(`plot-score-${index}`)) {
      drawScore(plot, index);
    }
  });
  if (frame('plot-deferral')) {
    drawDeferral();
  }
  (plots.reliability || []).forEach((plot, index) => {
    if (frame(`plot-reliability-${index}`)) {
      drawReliability(plot, index);
    }
  });

  (plots.transfer || []).forEach(({ scores }, target) => {
    scores.forEach((score, index) => {
      if (frame(`plot-transfer-${target}-${index}`)) {
        drawTransfer(`plot-transfer-${target}-${index}`, score);
      }
    });
  });

  const fit = (size) => charts.forEach((chart) => chart.resize(size));
  window.addEventListener('resize', () => fit({ width: 'auto' }));
  window.addEventListener('beforeprint', () => fit({ width: 660 }));
  window.addEventListener('afterprint', () => fit({ width: 'auto' }));
})();

// Draws the charts of a report in the colours of the theme, and turns each into a table on request.
import { t } from './words.js';
const paint = name => {
  const probe = document.createElement('i');
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  const pixel = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  pixel.fillStyle = colour;
  pixel.fillRect(0, 0, 1, 1);
  const [r, g, b] = pixel.getImageData(0, 0, 1, 1).data;
  return (alpha = 1) => `rgba(${r},${g},${b},${alpha})`;
};

const draw = canvas => {
  const data = JSON.parse(document.getElementById(canvas.dataset.chart).textContent);
  const [accent, ok, ink, line] = ['--ecp-accent', '--ecp-ok', '--ecp-ink-2', '--ecp-line'].map(paint);
  const looks = [{ borderColor: accent(), backgroundColor: accent(0.08), fill: true }, { borderColor: ok(), borderDash: [6, 3] }];
  const font = { size: 12, family: getComputedStyle(document.body).fontFamily };
  return new Chart(canvas, {
    type: 'line',
    data: { labels: data.labels, datasets: data.series.map((s, i) => ({ label: s.name, data: s.data, borderWidth: 2, pointRadius: 0, tension: 0.3, cubicInterpolationMode: 'monotone', ...looks[i] })) },
    options: {
      animation: false,
      maintainAspectRatio: false,
      interaction: { mode: 'index', intersect: false },
      plugins: { legend: { display: false } },
      scales: {
        x: { grid: { display: false }, border: { color: line() }, ticks: { color: ink(), maxTicksLimit: 8, maxRotation: 0, font } },
        y: { beginAtZero: true, suggestedMax: 4, border: { display: false }, grid: { color: line() }, ticks: { color: ink(), maxTicksLimit: 5, precision: 0, font } },
      },
    },
  });
};

const canvases = [...document.querySelectorAll('canvas[data-chart]')];
let charts = canvases.map(draw);
new MutationObserver(() => {
  charts.forEach(chart => chart.destroy());
  charts = canvases.map(draw);
}).observe(document.documentElement, { attributeFilter: ['data-bs-theme'] });

for (const button of document.querySelectorAll('[data-as-table]')) {
  button.addEventListener('click', () => {
    const table = document.getElementById(button.dataset.asTable);
    table.hidden = !table.hidden;
    document.getElementById(button.dataset.chartBox).hidden = !table.hidden;
    button.setAttribute('aria-expanded', String(!table.hidden));
    button.textContent = table.hidden ? t('As a table') : t('As a chart');
  });
}

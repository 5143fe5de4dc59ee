import '@fontsource-variable/inter';
import '@fontsource-variable/jetbrains-mono';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { getApi } from './api.ts';
import { App } from './app.tsx';
import { preloadEditors } from './components/editors.ts';
import { createServices } from './services.ts';
import { applyTheme } from './stores/settings-store.ts';
import './styles/tokens.css';
import './styles/global.css';
import './styles/controls.css';
import './styles/frame.css';
import './styles/request.css';
import './styles/response.css';
import './styles/first-run.css';
import './styles/palette.css';
import './styles/workspace.css';
import './styles/pages.css';
import './styles/template-fields.css';

/** Reads what the first picture needs, then draws it; the demo server may take its time. */
async function start(): Promise<void> {
  const services = await createServices(getApi());
  applyTheme(services.settings);
  const root = document.getElementById('root');
  if (root === null) throw new Error('index.html has no root');
  createRoot(root).render(
    <StrictMode>
      <App services={services} />
    </StrictMode>,
  );
  void services.demos.load();
  requestIdleCallback(preloadEditors);
}

void start();

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { FreshnessProvider } from './freshness/Freshness';
import { LanguageProvider } from './i18n/Language';
import './theme/fonts.css';
import './theme/tokens.css';
import './theme/base.css';
import './theme/layout.css';
import './theme/table.css';
import './theme/pages.css';
import { applyKeptTheme } from './theme/useTheme';
import { ErrorBoundary } from './ui/ErrorBoundary';

applyKeptTheme();
const place = document.getElementById('app');
if (!place) throw new Error('The page has no place for the application.');
createRoot(place).render(
  <StrictMode>
    <LanguageProvider>
      <ErrorBoundary>
        <FreshnessProvider>
          <App />
        </FreshnessProvider>
      </ErrorBoundary>
    </LanguageProvider>
  </StrictMode>,
);

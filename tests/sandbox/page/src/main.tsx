import { createRoot } from 'react-dom/client';
import { App } from './app';
import { RouterProvider } from './router';
import './page.css';

const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <RouterProvider>
      <App />
    </RouterProvider>,
  );
}

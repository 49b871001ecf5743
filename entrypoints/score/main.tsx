import { showScore } from './scorePage';

/* The demo build's page (`wxt build --mode demo`): how the training shift stands, as the sandbox tells it. In no other build. */
const root = document.getElementById('root');
if (root) void showScore(root);

import './styles/main.css';
import { startChannel } from './channel.js';
import { startJobPage } from './job-page.js';

// The key has done its work: it does not stay in the address bar, the history or a copied link.
if (location.search.includes('key=')) history.replaceState(null, '', location.pathname);

const jobId = /\/-\/jobs\/(\d+)\/?$/.exec(location.pathname)?.[1];
if (jobId === undefined) startChannel(document.body);
else startJobPage(document.body, Number(jobId));

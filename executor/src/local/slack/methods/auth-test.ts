import type { ApiMethod } from './method.js';

export const authTest: ApiMethod = {
  scopes: [],
  call(_args, { workspace, app, origin }) {
    return {
      ok: true,
      url: `${origin}/`,
      team: workspace.team.name,
      user: workspace.user(app.userId)?.name ?? app.name,
      team_id: workspace.team.id,
      user_id: app.userId,
      bot_id: app.botId,
      is_enterprise_install: false,
    };
  },
};

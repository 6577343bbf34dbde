throw new Error('thrown while the suite loads');

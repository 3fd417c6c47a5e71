'use strict';

// Nothing is asked of other machines, and keys are forgotten with the page.
SwaggerUIBundle({
  url: '/docs/openapi.yaml',
  dom_id: '#api',
  deepLinking: true,
  validatorUrl: null,
  persistAuthorization: false,
  displayOperationId: false,
  defaultModelsExpandDepth: 0,
  tryItOutEnabled: true,
});

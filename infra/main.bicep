// Everything that one deployment of Heldspace needs in a resource group.
// No compiler and no subscription has seen this file yet: run `az bicep build` and `az deployment group what-if` on it before the first use.
// What the names of resources, settings, tables, containers and queues have to be is held against the code by tests/Deployment.Tests.

targetScope = 'resourceGroup'

@description('Where everything is. Personal data of children in England: a region in the UK.')
param location string = 'uksouth'

@description('Part of every name; letters and digits.')
@minLength(3)
@maxLength(11)
param name string = 'heldspace'

@description('The services that run here, by id, separated by commas; empty runs every definition that is deployed.')
param services string = ''

@description('Where links in mails lead, such as https://refer.example.org/. It must be a host name of the service definition and bound to the app.')
param publicAddress string

@description('The directory whose mailboxes are read and written.')
param tenantId string = tenant().tenantId

@description('The version of the secret that writes. The secret itself is put into the vault by hand, under heldspace-key-VERSION.')
param keyVersion string = '1'

@description('The text message template of GOV.UK Notify whose content is ((text)). The key is put into the vault by hand, as notify-api-key.')
param notifyTemplateId string

@description('Instances at most. Outlook takes four requests at a time per mailbox, whatever their number.')
@minValue(1)
@maxValue(100)
param maximumInstances int = 40

var unique = uniqueString(resourceGroup().id, name)
var tables = ['Cases', 'Slots', 'Due', 'Lookup', 'Facts', 'Cursors', 'Team', 'Sent']
var containers = ['drafts', 'attachments', 'intake', 'pending', 'ignored', 'quarantine', 'receipts', 'keyring', 'roster', 'reports']
var queues = ['referrals', 'allocations', 'messages']
var roles = {
  blobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  blobDataContributor: 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
  tableDataContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
  serviceBusSender: '69a216fc-b8fb-44d8-bc22-1f3c2cd27a39'
  serviceBusReceiver: '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0'
  secretsUser: '4633458b-17de-408a-b874-0445c86b69e6'
  metricsPublisher: '3913510d-42f4-4e42-8a64-420c390055eb'
}

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${name}-identity'
  location: location
}

// The records: tables and blobs of the service. Nobody has a key to it.
resource records 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: take('${toLower(name)}rec${unique}', 24)
  location: location
  kind: 'StorageV2'
  sku: { name: 'Standard_ZRS' }
  properties: {
    allowSharedKeyAccess: false
    allowBlobPublicAccess: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    defaultToOAuthAuthentication: true
  }

  resource tableService 'tableServices' = {
    name: 'default'
    resource table 'tables' = [for each in tables: { name: each }]
  }

  resource blobService 'blobServices' = {
    name: 'default'
    properties: {
      deleteRetentionPolicy: { enabled: true, days: 14 }
      containerDeleteRetentionPolicy: { enabled: true, days: 14 }
    }
    resource container 'containers' = [for each in containers: { name: each, properties: { publicAccess: 'None' } }]
  }

  // Unfinished forms go after a day. The app itself takes none older than 24 hours; this takes them off the disk.
  resource lifecycle 'managementPolicies' = {
    name: 'default'
    properties: {
      policy: {
        rules: [
          {
            name: 'drafts-one-day'
            enabled: true
            type: 'Lifecycle'
            definition: {
              filters: { blobTypes: ['blockBlob'], prefixMatch: ['drafts/'] }
              actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: 1 } } }
            }
          }
        ]
      }
    }
  }
}

// Scans every blob for malware as it is written and says on it, as an index tag, what was found; without that word the app hands no file out.
// https://learn.microsoft.com/azure/templates/microsoft.security/defenderforstoragesettings
resource scan 'Microsoft.Security/defenderForStorageSettings@2025-06-01' = {
  name: 'current'
  scope: records
  properties: {
    isEnabled: true
    overrideSubscriptionLevelSettings: true
    malwareScanning: {
      onUpload: { isEnabled: true, capGBPerMonth: 100 }
      blobScanResultsOptions: 'BlobIndexTags'
    }
    sensitiveDataDiscovery: { isEnabled: false }
  }
}

// The verdicts are tags, which a contributor may not read. The app may read them and not write them, so that it cannot clear a file itself.
resource tagReader 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(resourceGroup().id, 'heldspace-scan-verdicts')
  properties: {
    roleName: 'Heldspace scan verdicts (${unique})'
    type: 'CustomRole'
    assignableScopes: [resourceGroup().id]
    permissions: [{ dataActions: ['Microsoft.Storage/storageAccounts/blobServices/containers/blobs/tags/read'] }]
  }
}

// What the Functions host keeps for itself, and the package that is deployed.
resource hostStorage 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: take('${toLower(name)}host${unique}', 24)
  location: location
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: {
    allowSharedKeyAccess: false
    allowBlobPublicAccess: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }

  resource blobService 'blobServices' = {
    name: 'default'
    resource packages 'containers' = { name: 'packages' }
  }
}

// Sessions need the Standard tier.
resource bus 'Microsoft.ServiceBus/namespaces@2022-10-01-preview' = {
  name: '${name}-${unique}'
  location: location
  sku: { name: 'Standard', tier: 'Standard' }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
  }

  resource queue 'queues' = [for each in queues: {
    name: each
    properties: {
      requiresSession: true
      requiresDuplicateDetection: true
      duplicateDetectionHistoryTimeWindow: 'PT10M'
      lockDuration: 'PT1M'
      maxDeliveryCount: 10
      deadLetteringOnMessageExpiration: true
      defaultMessageTimeToLive: 'P14D'
    }
  }]
}

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: take('${name}-${unique}', 24)
  location: location
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    enablePurgeProtection: true
  }
}

resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: '${name}-logs'
  location: location
  properties: { sku: { name: 'PerGB2018' }, retentionInDays: 90 }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: '${name}-insights'
  location: location
  kind: 'web'
  properties: { Application_Type: 'web', WorkspaceResourceId: logs.id, DisableLocalAuth: true }
}

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: '${name}-plan'
  location: location
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: '${name}-${unique}'
  location: location
  kind: 'functionapp,linux'
  tags: { 'azd-service-name': 'functions' }
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identity.id
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${hostStorage.properties.primaryEndpoints.blob}packages'
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identity.id }
        }
      }
      runtime: { name: 'custom', version: '1.0' }
      scaleAndConcurrency: { maximumInstanceCount: maximumInstances, instanceMemoryMB: 2048 }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      ftpsState: 'Disabled'
      appSettings: [
        // The host's own.
        { name: 'AzureWebJobsStorage__accountName', value: hostStorage.name }
        { name: 'AzureWebJobsStorage__credential', value: 'managedidentity' }
        { name: 'AzureWebJobsStorage__clientId', value: identity.properties.clientId }
        { name: 'APPLICATIONINSIGHTS_CONNECTION_STRING', value: insights.properties.ConnectionString }
        { name: 'APPLICATIONINSIGHTS_AUTHENTICATION_STRING', value: 'ClientId=${identity.properties.clientId};Authorization=AAD' }
        { name: 'ServiceBusConnection__credential', value: 'managedidentity' }
        { name: 'ServiceBusConnection__clientId', value: identity.properties.clientId }
        // The host's and the app's.
        { name: 'ServiceBusConnection__fullyQualifiedNamespace', value: '${bus.name}.servicebus.windows.net' }
        // The app's.
        { name: 'AZURE_CLIENT_ID', value: identity.properties.clientId }
        { name: 'Storage__AccountName', value: records.name }
        { name: 'Graph__TenantId', value: tenantId }
        { name: 'Heldspace__Services', value: services }
        { name: 'Heldspace__PublicAddress', value: publicAddress }
        { name: 'Notify__ApiKey', value: '@Microsoft.KeyVault(SecretUri=${vault.properties.vaultUri}secrets/notify-api-key)' }
        { name: 'Notify__TemplateId', value: notifyTemplateId }
        { name: 'Keys__Current', value: keyVersion }
        { name: 'Keys__Secrets__${keyVersion}', value: '@Microsoft.KeyVault(SecretUri=${vault.properties.vaultUri}secrets/heldspace-key-${keyVersion})' }
      ]
    }
  }

  resource noFtp 'basicPublishingCredentialsPolicies' = { name: 'ftp', properties: { allow: false } }
  resource noBasic 'basicPublishingCredentialsPolicies' = { name: 'scm', properties: { allow: false } }
}

// The least that works: the records' blobs and tables, the queues, the vault's secrets, the host's own storage, its own metrics.
resource recordsBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(records.id, identity.id, roles.blobDataContributor)
  scope: records
  properties: { principalId: identity.properties.principalId, principalType: 'ServicePrincipal', roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.blobDataContributor) }
}

resource recordsTags 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(records.id, identity.id, 'heldspace-scan-verdicts')
  scope: records
  properties: { principalId: identity.properties.principalId, principalType: 'ServicePrincipal', roleDefinitionId: tagReader.id }
}

resource recordsTables 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(records.id, identity.id, roles.tableDataContributor)
  scope: records
  properties: { principalId: identity.properties.principalId, principalType: 'ServicePrincipal', roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.tableDataContributor) }
}

resource hostBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(hostStorage.id, identity.id, roles.blobDataOwner)
  scope: hostStorage
  properties: { principalId: identity.properties.principalId, principalType: 'ServicePrincipal', roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.blobDataOwner) }
}

resource busSends 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(bus.id, identity.id, roles.serviceBusSender)
  scope: bus
  properties: { principalId: identity.properties.principalId, principalType: 'ServicePrincipal', roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.serviceBusSender) }
}

resource busReceives 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(bus.id, identity.id, roles.serviceBusReceiver)
  scope: bus
  properties: { principalId: identity.properties.principalId, principalType: 'ServicePrincipal', roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.serviceBusReceiver) }
}

resource vaultSecrets 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, identity.id, roles.secretsUser)
  scope: vault
  properties: { principalId: identity.properties.principalId, principalType: 'ServicePrincipal', roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.secretsUser) }
}

resource metrics 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(insights.id, identity.id, roles.metricsPublisher)
  scope: insights
  properties: { principalId: identity.properties.principalId, principalType: 'ServicePrincipal', roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.metricsPublisher) }
}

output appName string = app.name
output appHost string = app.properties.defaultHostName
output identityClientId string = identity.properties.clientId
output identityPrincipalId string = identity.properties.principalId
output vaultName string = vault.name
